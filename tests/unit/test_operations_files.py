"""`file list`, `file show`, `file delete` as a user sees them."""

import pytest

from cli_session import Typist, make_device
from junosim.device.files import Visitor


@pytest.fixture
def typist():
    device = make_device()
    device.files.write("/var/tmp/alpha", b"one\ntwo\n", Visitor("lab"))
    device.files.write("/var/tmp/beta", b"", Visitor("eve"))
    return Typist(device)


def test_a_directory_is_listed(typist):
    assert typist.send("file list /var/tmp\r") == "file list /var/tmp \n/var/tmp/:\nalpha\nbeta\n\n\nlab@r1> "
    assert typist.line("file list /var") == "/var/:\ncrash/\ndb/\nhome/\nlog/\nsw/\ntmp/"
    assert typist.line("file list") == "/var/home/lab/:"
    assert typist.line("file list /var/tmp/alpha") == "/var/tmp/alpha"


def test_details(typist):
    assert typist.line("file list detail /var/tmp") == (
        "/var/tmp/:\ntotal blocks: 1\n"
        "-rw-r--r--  1 lab  wheel          8 Jul  8 07:00 alpha\n"
        "-rw-r--r--  1 eve  wheel          0 Jul  8 07:00 beta\n"
        "total files: 2"
    )
    assert "drwxrwxrwt  2 root  wheel        512 " in typist.line("file list detail /var")


def test_a_list_as_xml(typist):
    shown = typist.line("file list /var/tmp | display xml")
    assert '<directory name="/var/tmp/">' in shown
    assert "<file-name>alpha</file-name>" in shown


def test_a_file_is_shown(typist):
    assert typist.line("file show /var/tmp/alpha") == "one\ntwo"
    assert typist.line("file show /var/tmp/beta") == ""
    assert typist.line("file show /var/tmp/alpha encoding base64") == "b25lCnR3bwo="
    assert typist.line("file show /var/tmp/alpha | match w") == "two"


def test_a_file_is_deleted(typist):
    assert typist.line("file delete /var/tmp/alpha") == ""
    assert typist.line("file list /var/tmp") == "/var/tmp/:\nbeta"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("file show nothing", "error: could not resolve file: nothing"),
        ("file show /var/tmp", "error: could not open '/var/tmp': Is a directory"),
        ("file delete nothing", "error: rm: nothing: No such file or directory"),
        ("file list nothing", "/var/home/lab/nothing: No such file or directory"),
        ("file list scp://host/x", "host: No route to host"),
        ("file delete ../eve", "error: rm: ../eve: No such file or directory"),
    ],
)
def test_what_is_not_there(typist, command, answer):
    assert typist.line(command) == answer


def test_a_user_reads_and_deletes_what_he_may():
    device = make_device()
    device.files.write("/root/x", b"secret", Visitor("root", is_superuser=True))
    device.files.write("/var/tmp/x", b"public", Visitor("eve"))
    typist = Typist(device, permissions=("maintenance", "view"))
    assert typist.line("file show /root/x") == "error: could not open '/root/x': Permission denied"
    assert typist.line("file list /root") == "/root: Permission denied"
    assert typist.line("file show /var/tmp/x") == "public"
    assert typist.line("file delete /var/tmp/x") == "error: rm: /var/tmp/x: Permission denied"
    assert "unknown command." in Typist(device, permissions=("view",)).line("file show /var/tmp/x")


def test_tab_completes_their_names(typist):
    assert typist.send("file show /var/tmp/al\t").endswith("file show /var/tmp/alpha ")
    typist.send("\x15")
    assert typist.send("file delete /var/tmp/b\t").endswith("file delete /var/tmp/beta ")

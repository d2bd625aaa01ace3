"""The files of the configurations: made when they are read, for those alone who may see all of it (R-ROLE-010)."""

from __future__ import annotations

import gzip

import pytest

from cli_session import Typist, make_device
from junosim.access.classes import Expressions, LoginClass
from junosim.device.file_names import FileProblem
from junosim.device.files import SYSTEM, Visitor
from junosim.device.open_files import Opening

ACTIVE = "/config/juniper.conf.gz"


@pytest.fixture
def device():
    device = make_device()
    typist = Typist(device)
    typist.lines(
        "configure", "set system location floor 1", "commit", "set system location floor 2", "commit"
    )
    typist.line("run request system configuration rescue save")
    return device


def visitor(*permissions, **patterns):
    return Visitor.of("u", LoginClass("c", frozenset(permissions), configuration=Expressions(**patterns)))


def text(device, path, who=SYSTEM):
    return gzip.decompress(device.files.read(path, who)).decode()


def test_each_revision_is_a_file_with_what_was_committed(device):
    assert "floor 2;" in text(device, ACTIVE)
    assert text(device, ACTIVE).startswith(
        "## Last commit: 2020-07-08 07:00:00 UTC by lab\nversion 19.1R2.8;\nsystem {"
    )
    assert "floor 1;" in text(device, "/config/juniper.conf.1.gz")
    assert "floor" not in text(device, "/config/juniper.conf.2.gz")
    assert text(device, "/config/rescue.conf.gz") == text(device, ACTIVE)
    with pytest.raises(FileProblem, match="No such file"):
        device.files.read("/config/juniper.conf.3.gz", SYSTEM)


def test_a_file_follows_the_commits_and_takes_no_room(device):
    typist = Typist(device)
    before = files_beside_logs(device)
    typist.lines("configure", "set system location floor 3", "commit", "exit")
    assert "floor 3;" in text(device, ACTIVE)
    assert "floor 2;" in text(device, "/config/juniper.conf.1.gz")
    assert files_beside_logs(device) == before


def files_beside_logs(device):
    """Bytes that are no log lines."""
    logs = device.files.listing("/var/log", SYSTEM)
    return device.files.used - sum(getattr(node, "size", 0) for node in logs)


def test_the_fourth_and_older_ones_lie_in_the_database_folder(device):
    Typist(device).lines("configure", *("commit",) * 4)
    names = [node.name for node in device.files.listing("/config", SYSTEM)]
    assert names == [
        "juniper.conf.1.gz",
        "juniper.conf.2.gz",
        "juniper.conf.3.gz",
        "juniper.conf.gz",
        "rescue.conf.gz",
    ]
    assert "floor 2;" in text(device, "/var/db/config/juniper.conf.4.gz")


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        (visitor("all"), True),
        (visitor("secret", "security", "maintenance", "control"), True),
        (visitor("secret", "maintenance", "view-configuration"), True),
        (visitor("secret", "maintenance"), False),
        (visitor("maintenance", "view-configuration"), False),
        (visitor("secret", "control", "view-configuration"), False),
        (visitor("view", "view-configuration"), False),
        (visitor("all", deny="system login"), False),
        (visitor("all", allow_each=("system",)), False),
        (visitor("secret", "maintenance", "control", deny_each=("system login",)), False),
        (Visitor.of("root", LoginClass("super-user", frozenset({"all"}))), True),
    ],
)
def test_only_who_may_see_all_of_a_configuration_reads_its_file(device, who, reads):
    for way in (
        lambda: device.files.read(ACTIVE, who),
        lambda: device.files.open(ACTIVE, who, Opening(reads=True)).close(),
    ):
        if reads:
            way()
        else:
            with pytest.raises(FileProblem, match="Permission denied"):
                way()


def test_an_open_file_is_read_in_parts_though_a_commit_comes_in_between(device):
    handle = device.files.open(ACTIVE, SYSTEM, Opening(reads=True))
    first = handle.read(0, 100)
    Typist(device).lines("configure", "set system location floor 3", "commit")
    rest = handle.read(100, 1 << 20)
    assert "floor 2;" in gzip.decompress(first + rest).decode()
    assert handle.status().size == len(first + rest)
    assert handle.read(1 << 20, 10) == b""
    handle.close()


def test_nobody_changes_such_a_file(device):
    files = device.files
    for deed in (
        lambda: files.write(ACTIVE, b"x", SYSTEM),
        lambda: files.append(ACTIVE, b"x", SYSTEM),
        lambda: files.remove(ACTIVE, SYSTEM),
        lambda: files.rename(ACTIVE, "/var/tmp/x", SYSTEM),
        lambda: files.link(ACTIVE, "/var/tmp/x", SYSTEM),
        lambda: files.change_mode(ACTIVE, 0o777, SYSTEM),
        lambda: files.change_owner(ACTIVE, SYSTEM, owner="lab"),
        lambda: files.open(ACTIVE, SYSTEM, Opening(writes=True)),
    ):
        with pytest.raises(FileProblem):
            deed()


def test_file_show_unpacks_it_and_its_size_is_known_from_then_on(device):
    typist = Typist(device)
    assert files_size(device) == 0
    assert "floor 2;" in typist.line(f"file show {ACTIVE}")
    assert files_size(device) > 100
    assert "error: could not open" in Typist(device, permissions=("view", "maintenance")).line(
        f"file show {ACTIVE}"
    )


def files_size(device):
    return device.files.status(ACTIVE, SYSTEM).size


def test_a_saved_configuration_with_secrets_is_for_its_owner_alone(device):
    typist = Typist(device, rows=1000)
    typist.lines(
        "configure", "set system radius-server 10.0.0.1 secret hidden", "save /var/tmp/a", "save /var/tmp/b"
    )
    typist.lines("edit interfaces", "save /var/tmp/c", "top", "show | display set | save /var/tmp/d")
    modes = {name: device.files.status(f"/var/tmp/{name}", SYSTEM).mode for name in "abcd"}
    assert modes == {"a": 0o600, "b": 0o600, "c": 0o644, "d": 0o600}
    typist.line("show | save /var/tmp/c")
    assert device.files.status("/var/tmp/c", SYSTEM).mode == 0o600


def test_what_is_a_secret_by_its_form_is_masked_in_files_that_others_read(device):
    device.files.write(
        "/var/tmp/open",
        b'secret "$9$abc/DEF"; ## SECRET-DATA\nset x "$6$salt$hash"\nkeys [ $1$a $5$b ];\n'
        b'local "-----BEGIN RSA PRIVATE KEY-----x"; ## SECRET-DATA\npassword "clear"; ## SECRET-DATA\n'
        b"plain $1.50 text\n",
        SYSTEM,
    )
    reader = Typist(device, permissions=("view", "maintenance"))
    assert reader.line("file show /var/tmp/open").split("\n") == [
        "secret /* SECRET-DATA */; ## SECRET-DATA",
        "set x /* SECRET-DATA */",
        "keys [ /* SECRET-DATA */ /* SECRET-DATA */ ];",
        "local /* SECRET-DATA */; ## SECRET-DATA",
        "password /* SECRET-DATA */; ## SECRET-DATA",
        "plain $1.50 text",
    ]
    assert "$9$abc" in Typist(device).line("file show /var/tmp/open")
    for line in ("file show /var/tmp/open | display xml", "file show /var/tmp/open encoding base64"):
        assert "$9$" not in reader.line(line)
        assert "JDkkYWJj" not in reader.line(line)


def test_nothing_of_a_configuration_stays_when_all_files_are_erased(device):
    device.files.read(ACTIVE, SYSTEM)
    made = device.files._made._configurations
    assert made._last is not None
    device.files.clear()
    assert made._last is None
    assert files_size(device) == 0

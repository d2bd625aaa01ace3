"""`save`, `load` from files, `| save`, `append`, `tee` and `compare`, and the names of files on Tab and `?`."""

import gzip

import pytest

from cli_session import Typist, make_device
from junosim.cli.text_input import MOST
from junosim.device import files as files_module
from junosim.device.file_names import FileProblem
from junosim.device.files import Visitor

ROOT = Visitor("root", is_superuser=True)


@pytest.fixture
def typist():
    typist = Typist()
    typist.line("configure")
    return typist


def put(typist, path, text):
    data = text if isinstance(text, bytes) else text.encode()
    typist.device.files.write(path, data, Visitor("lab"))


def held(typist, path):
    return typist.device.files.read(path, ROOT).decode()


# ---------------------------------------------------------------------- save


def test_save_writes_what_show_shows_and_counts_its_lines(typist):
    shown = typist.line("show | no-more")
    count = shown.count("\n") + 1
    assert typist.line("save mine") == f"Wrote {count} lines of configuration to 'mine'"
    assert held(typist, "/var/home/lab/mine") == shown + "\n"
    assert typist.line("save terminal") == f"{shown}\nWrote {count} lines of configuration to 'terminal'"


def test_save_at_a_level_writes_that_level_in_its_place(typist):
    typist.lines("set snmp community c clients 10.0.0.0/8", "set snmp location here", "deactivate snmp")
    typist.line("edit snmp community c")
    assert typist.line("save part") == "Wrote 7 lines of configuration to 'part'"
    assert held(typist, "/var/home/lab/part") == (
        "inactive: snmp {\n    community c {\n        clients {\n            10.0.0.0/8;\n        }\n    }\n}\n"
    )
    typist.line("edit snmp nothing")
    assert typist.lines("top", "edit chassis", "save none") == "Wrote 0 lines of configuration to 'none'"


def test_what_is_saved_loads_back_byte_for_byte(typist):
    typist.lines(
        'set snmp location "a \\"b\\" ; {"',
        "set snmp contact x",
        'annotate snmp "two words"',
        "protect snmp contact",
    )
    typist.line("save one")
    assert typist.lines("rollback 0", "load override one") == "load complete"
    typist.line("save two")
    assert held(typist, "/var/home/lab/two") == held(typist, "/var/home/lab/one")
    assert typist.lines("rollback 0", "load update one") == "load complete"
    typist.line("save two")
    assert held(typist, "/var/home/lab/two") == held(typist, "/var/home/lab/one")


def test_secrets_are_masked_in_the_files_of_those_who_may_not_see_them():
    device = make_device()
    typist = Typist(device, permissions=("configure", "view", "view-configuration"))
    typist.lines("configure", "save mine", "show | save shown")
    for name in ("mine", "shown"):
        text = held(typist, f"/var/home/lab/{name}")
        assert "$6$" not in text
        assert "/* SECRET-DATA */" in text


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("save /var/nowhere/x", "error: could not open '/var/nowhere/x': No such file or directory"),
        ("save /var/tmp", "error: could not open '/var/tmp': Is a directory"),
        ("save scp://a:b@192.0.2.1/x", "error: 192.0.2.1: No route to host\nerror: put-file failed"),
        ("load merge missing", "error: could not open 'missing': No such file or directory"),
        ("load merge /var/tmp", "error: could not open '/var/tmp': Is a directory"),
        ("load set ftp://host/x", "error: host: No route to host\nerror: file-fetch failed"),
        ("load merge re1:/var/tmp/x", "error: re1: No route to host\nerror: file-fetch failed"),
        ("show | save /var/nowhere/x", "error: could not open '/var/nowhere/x': No such file or directory"),
        ("show | compare missing", "error: could not open 'missing': No such file or directory"),
    ],
)
def test_what_cannot_be_opened(typist, command, answer):
    assert typist.line(command) == answer
    assert typist.line("show | compare") == ""


def test_a_user_may_not_write_everywhere():
    typist = Typist(permissions=("configure", "view"))
    assert (
        typist.lines("configure", "save /var/log/x")
        == "error: could not open '/var/log/x': Permission denied"
    )
    assert typist.line("save /var/tmp/x").startswith("Wrote ")


def test_a_full_disk(typist, monkeypatch):
    files = typist.device.files
    monkeypatch.setattr(files_module, "CAPACITY", files.used + 1000)
    assert typist.line("save x") == "error: could not write 'x': No space left on device"
    assert typist.line("run show version | save x") == "error: could not write 'x': No space left on device"
    with pytest.raises(FileProblem):
        held(typist, "/var/home/lab/x")


def test_relative_names_follow_the_directory_of_the_session(typist):
    assert typist.line("run set cli directory /var/tmp") == "Current directory: /var/tmp"
    typist.line("save here")
    assert held(typist, "/var/tmp/here")
    assert typist.line("load merge re0:/var/tmp/here") == "load complete"
    assert Typist(typist.device, user="root").line("show cli directory") == "Current directory: /root"


# ---------------------------------------------------------------------- load

TEXT = "snmp {\n    location here;\n}\n"


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("load merge x", TEXT),
        ("load replace x", TEXT),
        ("load merge x", TEXT.replace("\n", "\r\n")),
        ("load merge x", "\ufeff" + TEXT),
        ("load merge x", gzip.compress(TEXT.encode(), mtime=0)),
        ("load set x", "set snmp location here"),
        ("load merge x", "<configuration><snmp><location>here</location></snmp></configuration>"),
        ("load merge x xml", "<configuration><snmp><location>here</location></snmp></configuration>"),
        ("load merge x json", '{"configuration": {"snmp": {"location": "here"}}}'),
    ],
)
def test_a_file_is_loaded_in_every_form(typist, command, text):
    put(typist, "/var/home/lab/x", text)
    assert typist.line(command) == "load complete"
    assert typist.line("show snmp") == "location here;"


def test_relative_loads_a_file_at_the_level(typist):
    put(typist, "/var/home/lab/x", "location here;\n")
    assert typist.lines("edit snmp", "load merge x relative") == "load complete"
    assert typist.line("show") == "location here;"


def test_errors_name_the_file_and_what_is_right_is_loaded(typist):
    put(typist, "/var/home/lab/x", "snmp {\n    bogus 5;\n    location here;\n}\n")
    assert typist.line("load merge ./x") == (
        "./x:2:(9) syntax error: bogus\n  [edit snmp]\n    'bogus 5;'\n      syntax error\nload complete (1 errors)"
    )
    assert typist.line("show snmp") == "location here;"


def test_an_empty_file(typist):
    put(typist, "/var/home/lab/x", "")
    assert typist.line("load merge x") == "load complete"
    assert typist.line("load set x") == "load complete"
    assert typist.line("show | compare") == ""


@pytest.mark.parametrize(
    "data", [gzip.compress(b"x" * 1000, mtime=0)[:-20], b"\x1f\x8bnot packed", b"\x1f\x8b"]
)
def test_a_damaged_packed_file(typist, data):
    put(typist, "/var/home/lab/x.gz", data)
    assert typist.line("load merge x.gz") == "error: could not uncompress 'x.gz'"


def test_a_packed_file_cannot_grow_without_bound(typist):
    put(typist, "/var/home/lab/x.gz", gzip.compress(b" " * (MOST + 1)))
    assert typist.line("load merge x.gz") == f"error: text is longer than {MOST} characters"


def test_bytes_that_are_no_text_do_no_harm(typist):
    put(typist, "/var/home/lab/x", bytes(range(256)))
    assert "errors)" in typist.line("load merge x")
    assert typist.line("show | compare") == ""


def test_another_users_file_may_be_read_if_its_mode_says_so(typist):
    typist.device.files.write("/var/home/eve/x", TEXT.encode(), Visitor("eve"))
    assert typist.line("load merge /var/home/eve/x") == "load complete"


def test_the_factory_configuration(typist):
    assert typist.line("load factory-default") == "warning: activating factory configuration"
    assert typist.line("show system syslog user *") == "any emergency;"
    assert "login" not in typist.line("show system")
    assert typist.line("show interfaces") == ""
    assert typist.line("commit") == (
        "[edit]\n  'system'\n    Missing mandatory statement: 'root-authentication'\n"
        "error: commit failed: (missing mandatory statements)"
    )
    hashed = "$6$salt$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiUoyBpjo6KqmZ5ZhDA/7OiA1"
    typist.line(f'set system root-authentication encrypted-password "{hashed}"')
    assert typist.line("commit") == "commit complete"


# ---------------------------------------------------------------------- pipes


def test_save_append_and_tee(typist):
    version = typist.line("run show version")
    lines = version.count("\n") + 1
    assert typist.line("run show version | save v") == f"Wrote {lines} lines of output to 'v'"
    assert held(typist, "/var/home/lab/v") == version + "\n"
    assert typist.line("run show version | match Hostname | append v") == "Wrote 1 lines of output to 'v'"
    assert held(typist, "/var/home/lab/v") == f"{version}\nHostname: r1\n"
    assert typist.line("run show version | match Hostname | tee t") == (
        "Hostname: r1\nWrote 1 lines of output to 't'"
    )
    assert held(typist, "/var/home/lab/t") == "Hostname: r1\n"


def test_what_display_makes_is_saved(typist):
    typist.line("set snmp location here")
    assert typist.line("show snmp | display set | save s") == "Wrote 1 lines of output to 's'"
    assert held(typist, "/var/home/lab/s") == "set snmp location here\n"
    typist.line("rollback 0")
    assert typist.line("load set s") == "load complete"
    assert typist.line("show snmp") == "location here;"


def test_the_report_of_a_load_is_saved(typist):
    put(typist, "/var/home/lab/x", TEXT)
    assert typist.line("load merge x | save report") == "Wrote 1 lines of output to 'report'"
    assert held(typist, "/var/home/lab/report") == "load complete\n"


def test_save_works_in_the_pager():
    typist = Typist(rows=10)
    typist.send("show version\r")
    assert "Filename: " in typist.send("s")
    assert "lines of output to '/var/tmp/out'" in typist.send("/var/tmp/out\r")
    assert held(typist, "/var/tmp/out").startswith("Hostname: r1\n")
    typist.send("s")
    assert "error: could not open '/nowhere/x': No such file or directory" in typist.send("/nowhere/x\r")


def test_an_exec_channel_saves():
    device = make_device()
    typist = Typist(device, pty=False, command="show version | save /var/tmp/v")
    assert typist.greeting.startswith("Wrote ")
    assert held(typist, "/var/tmp/v").startswith("Hostname: r1\n")


# ---------------------------------------------------------------------- compare with a file


@pytest.mark.parametrize("display", ["", "| display set "])
def test_the_candidate_is_compared_with_a_file_in_text_or_set_form(typist, display):
    typist.line(f"show {display}| save before")
    typist.line("set snmp location here")
    expected = "[edit]\n+  snmp {\n+      location here;\n+  }"
    assert typist.line("show | compare before") == expected
    assert typist.line("show snmp | compare before") == "[edit snmp]\n+ location here;"
    assert typist.line("run show configuration | compare before") == ""
    typist.line("commit")
    assert typist.line("run show configuration | compare before") == expected
    assert typist.line("show | compare rollback 1") == expected


def test_a_file_that_is_not_right_is_not_compared_with(typist):
    put(typist, "/var/home/lab/x", "snmp {\n    bogus 5;\n}\n")
    shown = typist.line("show | compare x")
    assert shown.startswith("x:2:(9) syntax error: bogus\n")
    assert "syslog" not in shown


# ---------------------------------------------------------------------- names


def test_tab_and_question_mark_know_the_files(typist):
    put(typist, "/var/tmp/alpha", "123")
    put(typist, "/var/home/lab/beta", "x")
    put(typist, "/var/home/lab/a b", "x")
    assert typist.send("load merge be\t").endswith("beta ")
    typist.send("\x15")
    assert typist.send("load merge /var/t\t").endswith("/var/tmp/")
    assert typist.send("a\t").endswith("lpha ")
    typist.send("\x15")
    shown = typist.send("load merge ?")
    assert "  <filename>           Name of the file (file name or URL)\n" in shown
    assert "  beta                 Size: 1, Last changed: Jul 08 07:00:00\n" in shown
    assert "\n  terminal" in shown
    typist.send("\x15")
    assert "  /var/tmp/alpha       Size: 3, Last changed: " in typist.send("show | save /var/tmp/?")
    typist.send("\x15")
    assert "Possible completions" in typist.send("load merge /var/nowhere/?")


def test_terminal_may_be_shortened(typist):
    assert "load merge terminal relative \n[Type ^D" in typist.send("load merge ter rel\r")


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("load set x", "set system root-authentication plain-text-password\n"),
        ("load merge x", "system { root-authentication { plain-text-password; } }\n"),
        ("load set x", "wildcard range set system root-authentication plain-text-password\n"),
    ],
)
def test_a_word_that_asks_for_a_password_is_no_statement_of_a_file(typist, command, text):
    put(typist, "/var/home/lab/x", text)
    assert "syntax error: plain-text-password" in typist.line(command)
    assert typist.line("show | compare") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            'system {\n    host-name "a;\n}\n',
            "x:2:(17) unbalanced quotes: \"a;\n  [edit system]\n    '\"a;'\n",
        ),
        (
            "system {\n    /* open\n}\n",
            "x:2:(11) unbalanced comment: /* open\n  [edit system]\n    '/* open'\n",
        ),
    ],
)
def test_what_is_never_closed_is_shown_by_its_first_line(typist, text, shown):
    put(typist, "/var/home/lab/x", text)
    assert typist.line("load merge x").startswith(shown)


def test_a_report_does_not_repeat_a_text_at_length(typist):
    put(typist, "/var/home/lab/x", f"system {{\n    {'x ' * 5000};\n    host-name {'y' * 50000};\n}}\n")
    shown = typist.line("load merge x")
    assert shown.endswith("load complete (2 errors)")
    assert max(map(len, shown.splitlines())) < 600


def test_a_word_of_xml_or_json_that_is_unknown_is_named(typist):
    put(typist, "/var/home/lab/x", '{"configuration": {"system": {"bogus": 1}}}')
    assert "syntax error: bogus\n" in typist.line("load merge x json")


@pytest.mark.parametrize(
    "verb", ["delete", "activate", "deactivate", "protect", "unprotect", "annotate", "rename"]
)
def test_a_command_of_a_text_that_names_no_statement_does_nothing(typist, verb):
    put(typist, "/var/home/lab/x", f"{verb}\nset snmp contact me\n")
    assert typist.line("load set x") == f"x:1:({len(verb)}) syntax error\nload complete"
    assert typist.line("show | compare") == "[edit]\n+  snmp {\n+      contact me;\n+  }"

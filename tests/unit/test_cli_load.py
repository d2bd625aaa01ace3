"""`load … terminal` as a user sees it, and what other sessions see of it."""

import pytest

from cli_session import Typist, make_device
from junosim.cli.context import PAUSE
from junosim.cli.text_input import TextInput
from junosim.cli.whole import load_whole
from junosim.clock import ManualClock
from junosim.config import edit
from junosim.config.load import Form, Mode
from junosim.device.sessions import Hangup
from junosim.errors import ConfigurationError
from junosim.schema import walk

PROMPT = "[Type ^D at a new line to end input]\n"
CTRL_C, CTRL_D = "\x03", "\x04"


@pytest.fixture
def typist():
    typist = Typist()
    typist.line("configure")
    return typist


def entered(typist, command, text):
    """Give a load command and a text; what is shown behind the `^D`."""
    shown = typist.send(f"{command}\r")
    assert shown.endswith(f"{command} \n{PROMPT}")
    shown = typist.send(text.replace("\n", "\r"))
    assert shown == text
    shown = typist.send(CTRL_D)
    assert shown.startswith("^D")
    return shown[2:]


def compared(typist):
    return typist.line("show | compare")


def test_the_dialogue_of_a_text_that_is_right(typist):
    text = "system {\n    location {\n        building HQ;\n    }\n}\n"
    assert entered(typist, "load merge terminal", text) == "load complete\n\n[edit]\nlab@r1# "
    assert compared(typist) == "[edit system]\n+   location building HQ;"


def test_errors_in_braces_are_reported_with_position_path_and_source(typist):
    text = (
        "protocols {\n    ospf3 {\n        topologie default {\n            x;\n        }\n    }\n}\n"
        "system {\n    location {\n        building HQ;\n    }\n}\n"
    )
    assert entered(typist, "load merge terminal", text) == (
        "terminal:3:(17) syntax error: topologie\n"
        "  [edit protocols ospf3]\n"
        "    'topologie default {'\n"
        "      syntax error\n"
        "terminal:5:(9) error recovery ignores input until this point: }\n"
        "  [edit protocols ospf3]\n"
        "    '}'\n"
        "      error recovery ignores input until this point\n"
        "[edit protocols]\n"
        "  'ospf3'\n"
        "    warning: statement has no contents; ignored\n"
        "load complete (2 errors)\n\n[edit]\nlab@r1# "
    )
    assert "building HQ" in compared(typist)


def test_errors_in_commands_have_one_line_and_are_not_counted(typist):
    text = "set system location building HQ\nset protocols ospf area 0 interface all metrik 5\n"
    text += "set system login user a uid 5\nset system host-name\n"
    assert entered(typist, "load set terminal", text) == (
        "terminal:2:(40) syntax error: metrik\n"
        "terminal:3:(28) Value 5 is not within range (100..64000) at '5'\n"
        "terminal:4:(20) syntax error\n"
        "load complete\n\n[edit]\nlab@r1# "
    )
    assert "building HQ" in compared(typist)


def test_a_warning_of_a_command_names_the_command(typist):
    assert entered(typist, "load set terminal", "delete snmp location\n") == (
        "[edit]\n  'delete snmp location'\n    warning: statement not found\nload complete\n\n[edit]\nlab@r1# "
    )


def test_merge_takes_no_commands_and_set_no_braces(typist):
    assert "errors)" in entered(typist, "load merge terminal", "set system location building HQ\n")
    assert "error" in entered(typist, "load set terminal", "system { location building HQ; }\n")
    assert compared(typist) == ""


def test_relative_starts_at_the_level_of_the_session_and_else_at_the_top(typist):
    typist.line("edit system location")
    assert entered(typist, "load merge terminal relative", "building HQ;\n").startswith("load complete\n")
    assert entered(typist, "load set terminal relative", "set floor 3\n").startswith("load complete\n")
    assert entered(typist, "load merge terminal", "snmp {\n    location here;\n}\n").startswith(
        "load complete\n"
    )
    assert typist.line("show") == "building HQ;\nfloor 3;"
    assert typist.line("top show snmp") == "location here;"


def test_override_replaces_everything_and_relative_the_level(typist):
    before = typist.line("show | no-more")
    typist.lines("set snmp location here", "set snmp contact me", "edit snmp")
    assert entered(typist, "load override terminal relative", "contact you;\n").startswith("load complete\n")
    assert typist.line("show") == "contact you;"
    typist.line("top")
    assert entered(typist, "load override terminal", before + "\n").startswith("load complete\n")
    assert compared(typist) == ""


def test_update_ends_with_the_text_as_the_candidate(typist):
    before = typist.line("show | no-more")
    text = before + "\nsnmp {\n    location here;\n}\n"
    assert entered(typist, "load update terminal", text).startswith("load complete\n")
    assert compared(typist) == "[edit]\n+  snmp {\n+      location here;\n+  }"


def test_replace_honours_its_marks(typist):
    typist.lines("set snmp location here", "set snmp contact me", "set system location floor 3")
    text = "replace:\nsnmp {\n    contact you;\n}\nsystem {\n    delete: location;\n}\n"
    assert entered(typist, "load replace terminal", text).startswith("load complete\n")
    assert compared(typist) == "[edit]\n+  snmp {\n+      contact you;\n+  }"


def test_control_c_drops_the_text(typist):
    typist.send("load merge terminal\rsystem {\r    location {\r")
    assert typist.send(CTRL_C) == "^C\n\n[edit]\nlab@r1# "
    assert compared(typist) == ""


def test_the_characters_that_mean_something_in_a_command_mean_nothing_in_a_text(typist):
    shown = entered(typist, "load merge terminal", 'snmp {\n    location "what ? | match x";\n}\n')
    assert shown.startswith("load complete\n")
    assert typist.line("show snmp") == 'location "what ? | match x";'


def test_a_text_line_does_not_go_to_the_history(typist):
    entered(typist, "load set terminal", "set snmp location here\n")
    assert typist.send("\x10").endswith("load set terminal")


XML = "<configuration>\n<snmp>\n<location>here</location>\n</snmp>\n</configuration>\n"
JSON = '{\n"configuration" : {\n"snmp" : {\n"location" : "here"\n}\n}\n}\n'


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("load merge terminal xml", XML),
        ("load merge terminal", XML),
        ("load merge terminal json", JSON),
        ("load json terminal", JSON),
        ("load override terminal xml", XML),
    ],
)
def test_xml_and_json_are_loaded_too(typist, command, text):
    assert entered(typist, command, text).startswith("load complete\n")
    assert typist.line("show snmp") == "location here;"


@pytest.mark.parametrize("form", ["xml", "json"])
def test_an_override_that_cannot_be_read_leaves_the_candidate(typist, form):
    shown = entered(typist, f"load override terminal {form}", "<configuration><snmp>\n")
    assert "\nload failed (1 errors)\n" in shown
    assert "''" not in shown
    assert compared(typist) == ""


def test_without_a_terminal_there_is_neither_echo_nor_mark():
    typist = Typist(pty=False)
    shown = typist.send(f"configure\nload set terminal\nset snmp location here\n{CTRL_D}show snmp\n")
    assert f"{PROMPT}load complete\nlocation here;\n" in shown


def test_the_end_of_the_input_ends_the_text_and_then_the_session():
    typist = Typist(pty=False)
    typist.send("configure\nload set terminal\nset snmp location here")
    typist.session.eof()
    assert typist.read().endswith("load complete\n")
    assert typist.session.effects() == [Hangup(0)]
    assert typist.device.stores.shared.modified


def test_a_pipe_sees_the_report(typist):
    typist.send("load set terminal | match complete\r")
    typist.send("set system bogus\r")
    assert typist.send(CTRL_D) == "^Dload complete\n\n[edit]\nlab@r1# "


def test_a_line_that_is_too_long_refuses_the_text(typist):
    typist.send("load set terminal\rset snmp location here\r")
    typist.send(f"set snmp contact {'x' * 70000}\r")
    assert typist.send(CTRL_D).startswith("^Derror: line 2 of the text is longer than 65536 bytes\n")
    assert compared(typist) == ""


def test_a_text_that_is_too_long_is_not_kept():
    text = TextInput(limit=10)
    for line in ("12345", "1234"):
        text.add(line)
    assert isinstance(text.result(), ConfigurationError)
    exact = TextInput(limit=10)
    exact.add("123456789")
    assert exact.result() == "123456789\n"


# ---------------------------------------------------------------------- other sessions


def slices(device, lines=200):
    """A load on the shared candidate that pauses on its way."""
    text = "".join(f"set snmp community c{number}\n" for number in range(lines))
    return load_whole(device.stores.shared, text, Mode.MERGE, Form.SET, ())


def outcome(routine):
    while True:
        try:
            assert next(routine) is PAUSE
        except StopIteration as end:
            return end.value


def location(device, text):
    schema = device.stores.schema
    device.stores.shared.apply(edit.set_, walk.locate(schema, ["snmp", "location", text]))


def communities(root):
    snmp = root.children.get("snmp")
    return len(snmp.children["community"].entries) if snmp and "community" in snmp.children else 0


def test_a_commit_in_the_middle_of_a_load_takes_nothing_of_it():
    device = make_device()
    location(device, "before")
    work = slices(device)
    for _ in range(5):
        next(work)
    device.committer.commit(device.stores.shared, user="other")
    assert communities(device.configuration) == 0
    assert outcome(work).errors == 0
    assert communities(device.stores.shared.root) == 200
    assert communities(device.configuration) == 0
    assert "location" in device.configuration.children["snmp"].children


def test_an_edit_in_the_middle_of_a_load_is_not_lost():
    device = make_device()
    work = slices(device)
    next(work)
    location(device, "meanwhile")
    assert outcome(work).errors == 0
    snmp = device.stores.shared.root.children["snmp"]
    assert (communities(device.stores.shared.root), snmp.children["location"].value) == (200, "meanwhile")


def test_a_load_that_never_gets_its_turn_leaves_the_candidate_alone():
    device = make_device()
    work = slices(device)

    def interfere():
        for number in range(100):
            next(work)
            location(device, f"edit {number}")

    with pytest.raises(ConfigurationError, match="database modified"):
        interfere()
    assert communities(device.stores.shared.root) == 0


def test_a_session_that_dies_in_the_middle_of_a_text_leaves_nothing(typist):
    typist.send("load set terminal\rset snmp location here\r")
    typist.session.closed()
    assert not typist.device.stores.shared.modified


def test_ctrl_c_in_the_middle_of_a_load_leaves_the_candidate_alone():
    class SlowClock(ManualClock):
        """Time passes whenever somebody looks, so that a load takes many slices."""

        def monotonic(self):
            self.advance(0.003)
            return super().monotonic()

    typist = Typist(make_device(clock=SlowClock()))
    typist.line("configure")
    typist.send("load set terminal\r")
    typist.send("".join(f"set policy-options community c{number} members 1:1\r" for number in range(500)))
    typist.session.feed(b"\x04")
    assert typist.session.deadline() is not None  # there is more to do
    typist.session.feed(b"\x03")
    shown = typist.read()
    assert shown.startswith("^D^C")
    assert "load complete" not in shown
    assert not typist.device.stores.shared.modified


def test_a_load_of_nothing_does_not_touch_the_candidate(typist):
    before = typist.device.stores.shared.root
    assert entered(typist, "load merge terminal", "").startswith("load complete\n")
    assert typist.device.stores.shared.root is before


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("load set terminal", "set system root-authentication plain-text-password"),
        ("load merge terminal", "system { root-authentication { plain-text-password; } }"),
        (
            "load merge terminal json",
            '{"configuration":{"system":{"root-authentication":{"plain-text-password-value":"x"}}}}',
        ),
    ],
)
def test_a_password_is_not_asked_for_in_a_text(command, text):
    typist = Typist(make_device())
    typist.line("configure")
    typist.send(f"{command}\r")
    assert "syntax error" in typist.send(f"{text}\r\x04")
    assert typist.line("show | compare") == ""

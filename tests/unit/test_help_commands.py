"""The `help` command: apropos, topic, reference, syslog and tip, in both modes."""

import pytest

from cli_session import Typist, make_device
from junosim.cli.schema_search import SLICE, statements
from junosim.clock import ManualClock
from junosim.operations.syslog_tags import syslog_tags
from junosim.operations.tips import TIPS
from junosim.schema.release import load


@pytest.fixture
def lab():
    typist = Typist()
    typist.line("set cli screen-length 0")
    return typist


@pytest.fixture
def editing(lab):
    lab.line("configure")
    return lab


def test_apropos_lists_commands_with_their_help_indented(lab):
    assert "show system uptime\n    Time, boot time and load" in lab.line("help apropos UPTIME")


def test_apropos_lists_only_what_the_class_may_run():
    monitor = Typist(user="readonly", permissions=("view",))
    monitor.line("set cli screen-length 0")
    shown = monitor.line("help apropos reboot")
    assert "request system reboot" not in shown


def test_apropos_shows_placeholders_of_keys_and_values(editing):
    shown = editing.line("help apropos uid")
    assert "set system login user <name> uid <uid>\n    Numeric user identifier" in shown


def test_apropos_leaves_copies_of_the_configuration_out(editing):
    lines = editing.line("help apropos host-name").split("\n")
    assert "set system host-name <host-name>" in lines
    assert not [
        line for line in lines if line.startswith(("set groups", "set logical-systems <name> system"))
    ]


def test_apropos_searches_below_the_current_level(editing):
    editing.line("edit system syslog")
    assert editing.line("help apropos terminals") == (
        "set user <name>\n    Messages shown on terminals of a user"
    )


def test_apropos_searches_in_a_copy_when_the_session_edits_there(editing):
    editing.line("edit logical-systems ls1")
    assert "set protocols bgp " in editing.line("help apropos hold-time")


def test_apropos_behind_top_searches_everything(editing):
    editing.line("edit system syslog")
    assert "set system login user <name> uid <uid>" in editing.line("top help apropos uid")


def test_apropos_says_when_nothing_is_found(editing):
    assert editing.line("help apropos xyzzy") == "error: no matching entry for 'xyzzy'"


class HurryingClock(ManualClock):
    """A clock by which every look at it takes a slice of work."""

    def monotonic(self):
        self.advance(0.002)
        return super().monotonic()


def test_apropos_gives_way_and_can_be_interrupted():
    typist = Typist(make_device(clock=HurryingClock()))
    typist.lines("set cli screen-length 0", "configure")
    typist.session.feed(b"help apropos xyzzy\r")
    turns = 0
    for _ in range(10):
        turns += typist.session.deadline() <= typist.device.clock.monotonic()
        typist.session.wake()
    assert turns == 10
    shown = typist.send("\x03")
    assert "^C" in shown
    assert "no matching" not in shown
    assert typist.line("help apropos xyzzy") == "error: no matching entry for 'xyzzy'"


def test_the_walk_pauses_after_each_slice():
    run = longest = 0
    for hit in statements(load("mx19").configuration.by_name["system"], None, frozenset()):
        run = 0 if hit is None else run + 1
        longest = max(longest, run)
    assert SLICE / 4 < longest <= SLICE


def test_the_walk_finds_no_place_twice():
    hits = [
        hit for hit in statements(load("mx19").configuration.by_name["protocols"], None, frozenset()) if hit
    ]
    assert len({place for place, _ in hits}) == len(hits) > 5000


TOPIC = """\
server

   Servers that time is taken from.

   It stands at the hierarchy level
       [edit system ntp]

   Statements below it:"""


def test_topic_tells_use_place_and_substatements(lab):
    shown = lab.line("help topic system ntp server")
    assert shown.startswith(TOPIC)
    assert shown.split("\n")[8].startswith("       ")


REFERENCE = """\
host-name

Syntax

   host-name <host-name>;

Hierarchy Level

   [edit system]

Description

   Name of this device.

Options

   <host-name>--Name of this device.

Required Privilege Level

   system--To view this statement in the configuration.
   system-control--To add this statement to the configuration."""


def test_reference_of_a_leaf(lab):
    assert lab.line("help reference system host-name").rstrip() == REFERENCE


def test_reference_is_the_same_in_configuration_mode_at_any_level(editing):
    editing.line("edit interfaces")
    assert editing.line("help reference system host-name").rstrip() == REFERENCE


def test_reference_names_all_levels_and_ranges(lab):
    lines = lab.line("help reference protocols bgp group neighbor hold-time").split("\n")
    levels = [line.strip() for line in lines if line.strip().startswith("[edit")]
    assert "[edit protocols bgp]" in levels
    assert "[edit protocols bgp group <name>]" in levels
    assert "[edit logical-systems <name> protocols bgp group <name> neighbor <name>]" in levels
    assert "   <hold-time>--Hold time (0..65535)." in lines


def test_reference_of_a_container_shows_the_statements_below(lab):
    shown = lab.line("help reference system login user authentication")
    assert "   authentication {\n" in shown
    assert "       ssh-rsa <name> { ... }\n" in shown
    assert "   admin--To view" in shown


@pytest.mark.parametrize(
    "words", ["interfaces unit family inet", "system login class", "security ike proposal", "protocols bgp"]
)
def test_text_is_wrapped(lab, words):
    lines = lab.line(f"help reference {words}").split("\n")
    assert max(map(len, lines)) <= 75


def test_the_words_of_a_topic_are_completed(lab):
    shown = lab.send("help topic system sysl?")
    assert "  syslog               System logging" in shown
    lab.send("\x15")
    assert "system syslog" in lab.send("help topic sys sysl ")


def test_an_unknown_topic_is_refused(lab):
    assert "syntax error." in lab.line("help topic nosuch")
    assert "missing argument." in lab.line("help topic")


def test_a_long_text_is_paged():
    typist = Typist(rows=24)
    shown = typist.send("help reference system syslog\r")
    assert shown.endswith("---(more)---")


def test_syslog_explains_a_tag(lab):
    assert lab.line("help syslog ui_cmdline_read_line").rstrip() == (
        "Name:          UI_CMDLINE_READ_LINE\n"
        "Message:       User '<username>', command '<command>'\n"
        "Help:          User gave a command\n"
        "Description:   A user typed this command at the prompt of the CLI.\n"
        "Type:          Event: This message reports an event, not an error\n"
        "Severity:      info\n"
        "Facility:      interactive-commands"
    )


def test_syslog_lists_tags(lab):
    lines = lab.line("help syslog").split("\n")
    assert lines[0] == "Tag                 Description"
    assert [line.split()[0] for line in lines[1:]] == [tag.name for tag in syslog_tags()]
    assert lab.line("help syslog ^SSHD_").rstrip().split("\n")[1:] == [
        "SSHD_LOGIN_ATTEMPTS_THRESHOLD SSH login failed too often",
        "SSHD_LOGIN_FAILED   SSH login was refused",
    ]


def test_syslog_refuses_what_it_does_not_know(lab):
    assert lab.line("help syslog NOSUCH_TAG") == "error: no matching system log tag for 'NOSUCH_TAG'"
    assert "invalid regular expression: '['" in lab.line("help syslog [")


def test_tags_are_sorted_and_unique():
    names = [tag.name for tag in syslog_tags()]
    assert names == sorted(set(names))


def test_tips(lab):
    assert lab.line("help tip cli 0").rstrip() == TIPS[0]
    assert {lab.line("help tip cli").rstrip() for _ in range(8)} <= set(TIPS)
    assert lab.line(f"help tip cli {len(TIPS)}") == f"error: tip number must be from 0 to {len(TIPS) - 1}"

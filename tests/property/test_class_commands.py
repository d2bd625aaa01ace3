"""Rights of random login classes: however a line is abbreviated, the verdict is that of the whole command."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cli_session import make_device
from junosim.access.classes import Expressions, LoginClass
from junosim.access.command_rights import CommandRights
from junosim.access.command_rules import CommandRules
from junosim.access.permissions import FLAGS
from junosim.cli.command import Grammar
from junosim.cli.parse import LineParser
from junosim.cli.visibility import commands_for
from junosim.cli.words import split
from junosim.errors import SyntaxProblem

DEVICE = make_device()
LINES = (
    "show version",
    "show version detail",
    "show interfaces ge-0/0/0",
    "show interfaces ge-0/0/0 terse",
    "show configuration system services",
    "show cli authorization",
    "request system reboot",
    "request system logout user lab",
    "clear system reboot",
    "clear log messages",
    "configure exclusive",
    "start shell",
    "set cli screen-length 0",
    "ping 192.0.2.1 count 3",
    "file show /var/log/messages",
    "test policy p 192.0.2.0/24",
    "quit",
)

WORDS = st.sampled_from(sorted({word for line in LINES for word in line.split() if word.isalpha()}))
PIECES = st.one_of(
    WORDS, st.sampled_from([".*", "^", "$", " ", "(show|request)", "(clear|set)?", "[a-m]", "/", "0"])
)
PATTERNS = st.one_of(
    st.sampled_from(LINES).map(lambda line: f"^{line}"),
    st.lists(PIECES, min_size=1, max_size=5).map("".join),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "|".join(f"({word})" for word in words)),
)
MAYBE = st.none() | PATTERNS
EACH = st.lists(PATTERNS, max_size=2).map(tuple)
RULES = st.one_of(
    st.builds(Expressions, MAYBE, MAYBE), st.builds(Expressions, st.none(), st.none(), EACH, EACH)
)
CLASSES = st.builds(
    LoginClass, st.just("c"), st.frozensets(st.sampled_from([*sorted(FLAGS), "all"]), max_size=4), RULES
)


def grammar(login_class):
    release = DEVICE.release
    rights = CommandRights(login_class, DEVICE.platform.traits)
    return Grammar(
        release.commands, release.commands, release.pipes, release.configuration,
        visible_command=commands_for(rights), rights=rights,
    )  # fmt: skip


def read(trees, line):
    """The command of a line, None when it is none for this class."""
    try:
        return LineParser(trees).feed_all(split(line)).command()
    except SyntaxProblem:
        return None


def needed(line):
    """The flag that the command asks for: that of the last of its words that names one."""
    level, flag = DEVICE.release.commands, None
    for word in line.split():
        level = level.by_name.get(word)
        if level is None:
            break
        flag = level.attributes.get("view", flag)
    return flag


NEEDED = {line: needed(line) for line in LINES}


@settings(max_examples=150, deadline=None)
@given(CLASSES, st.sampled_from(LINES))
def test_a_whole_line_is_what_flags_and_expressions_say(login_class, line):
    verdict = CommandRules(login_class.commands).verdict(line)
    flag = NEEDED[line]
    granted = flag is None or bool({flag, "all"} & login_class.permissions)
    may = granted if verdict is None else verdict
    is_read = read(grammar(login_class), line) is not None
    denials = login_class.commands.deny is not None or login_class.commands.deny_each
    assert not is_read or may
    assert is_read or not may or denials  # an argument that is denied alone is so behind others, too


@settings(max_examples=150, deadline=None)
@given(CLASSES, st.sampled_from(LINES), st.data())
def test_an_abbreviation_can_do_what_the_whole_command_can(login_class, line, data):
    trees = grammar(login_class)
    cut = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in line.split())
    found = read(trees, cut)
    if found is not None:
        assert read(trees, " ".join(found.words)) is not None
        assert CommandRules(login_class.commands).verdict(" ".join(found.words)) is not False


@settings(max_examples=60, deadline=None)
@given(CLASSES, st.sampled_from(LINES))
def test_what_may_be_run_is_offered_word_by_word(login_class, line):
    trees = grammar(login_class)
    if read(trees, line) is None:
        return
    words = split(line)
    for count, word in enumerate(words):
        choices = LineParser(trees).feed_all(words[:count]).choices("")
        assert any(choice.word in (None, word.text) for choice in choices)

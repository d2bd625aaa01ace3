"""`?` after every prefix of every command and statement of the guides lists the next word of that line."""

import pytest

from cli_session import Typist, blueprint, make_device
from guide_lines import COMMANDS, MX_STATEMENTS, QFX_STATEMENTS
from junosim.cli import complete
from junosim.cli.command import Grammar
from junosim.cli.parse import LineParser
from junosim.cli.words import split
from junosim.schema import values
from junosim.schema.release import load
from junosim.schema.walk import Walker
from junosim.slices import finish

HIDDEN = {"edit"}  # captures of `?` do not list it


def grammar(release, commands):
    return Grammar(commands, release.commands, release.pipes, release.configuration)


def rows_after(using, text):
    outcome = finish(complete.on_help(using, text, lambda _node, _path, _prefix: iter(()), configuring=True))
    assert outcome.problem is None, f"{text!r}: {outcome.problem}"
    return {row.name: row for row in outcome.rows}


def assert_next_words_are_listed(using, line):
    """A keyword is listed itself; for a value there is a placeholder, and none for anything else."""
    words = split(line)
    for index, word in enumerate(words):
        parser = LineParser(using).feed_all(words[: index + 1])
        is_value = not word.quoted and parser.path and word.text in parser.path[-1].values
        for before in (line[: word.start], line[: word.start + (not word.quoted)]):
            rows = rows_after(using, before)
            placeholders = [name for name in rows if name.startswith("<") and name != "<[Enter]>"]
            stands_for_it = placeholders and (is_value or word.quoted or parser.expanded != word.text)
            assert word.text in rows or stands_for_it, f"{word.text} after {before!r}: {sorted(rows)}"
    assert "<[Enter]>" in rows_after(using, line + " "), line


@pytest.mark.parametrize("statement", MX_STATEMENTS)
def test_statements_of_the_mx_guides(statement):
    release = load("mx19")
    assert_next_words_are_listed(grammar(release, release.configuration_commands), f"set {statement}")


@pytest.mark.parametrize("statement", QFX_STATEMENTS)
def test_statements_of_the_switch_guide(statement):
    release = load("qfx20")
    assert_next_words_are_listed(grammar(release, release.configuration_commands), f"set {statement}")


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in HIDDEN])
def test_commands_of_the_guides(command):
    release = load("mx19")
    assert_next_words_are_listed(grammar(release, release.commands), command)


@pytest.mark.parametrize(
    ("before", "placeholder", "text"),
    [
        ("set system login user a uid ", "<uid>", "(100..64000)"),
        ("set system login retry-options backoff-factor ", "<backoff-factor>", "(5..10 seconds; default 5)"),
        ("set system login class c idle-timeout ", "<idle-timeout>", "minutes"),
        (
            "set security macsec connectivity-association CA1 mka transmit-interval ",
            "<transmit-interval>",
            "(2000..6000",
        ),
    ],
)
def test_a_value_shows_type_range_unit_and_default(before, placeholder, text):
    release = load("mx19")
    rows = rows_after(grammar(release, release.configuration_commands), before)
    assert text in rows[placeholder].help


def test_every_value_of_the_guides_shows_what_it_takes():
    release = load("mx19")
    for statement in MX_STATEMENTS:
        walker = Walker(release.configuration)
        for word in split(statement):
            pending = walker.pending
            if pending is not None and pending.type is not None and values.is_open(pending.type):
                rows = rows_after(
                    grammar(release, release.configuration_commands), f"set {statement[: word.start]}"
                )
                assert rows[f"<{pending.name}>"].help.endswith(values.value_help(pending))
            walker.feed(word.text, quoted=word.quoted)


def test_a_listing_is_followed_by_the_line_as_it_was():
    typist = Typist(make_device())
    shown = typist.send("show system up?")
    assert shown == (
        "show system up\nPossible completions:\n  uptime               Time, boot time and load\n"
        "lab@r1> show system up"
    )


def test_nothing_fits():
    typist = Typist(make_device())
    assert "No valid completions" in typist.send("show system zzz?")


def test_the_blueprint_is_the_release_of_the_platform():
    assert blueprint().release is load("mx19")

"""Lines are read on where the last key left off, and not again when they were read before."""

import pytest

from junosim.cli import parse
from junosim.cli.command import Grammar
from junosim.cli.reader import LineReader
from junosim.errors import SyntaxProblem
from junosim.schema.release import load


@pytest.fixture
def grammar():
    release = load("mx19")
    return Grammar(release.configuration_commands, release.commands, release.pipes, release.configuration)


@pytest.fixture
def fed(monkeypatch):
    words = []
    feed = parse.LineParser.feed

    def counting(self, word):
        words.append(word.text)
        feed(self, word)

    monkeypatch.setattr(parse.LineParser, "feed", counting)
    return words


def test_a_growing_line_is_read_on(grammar, fed):
    reader = LineReader(grammar)
    for text in ("set", "set system", "set system host-name"):
        assert reader.space(text).insert == " "
    command, last = reader.command("set system host-name r1")
    assert fed == ["set", "system", "host-name", "r1"]
    assert (command.handler, last) == ("configuration.set", "r1")


def test_a_line_read_before_is_not_read_again(grammar, fed):
    reader = LineReader(grammar)
    first = reader.command("show system services")
    fed.clear()
    assert reader.command("show system services") is first
    assert fed == []


def test_a_changed_line_is_read_from_its_beginning(grammar, fed):
    reader = LineReader(grammar)
    reader.space("set system")
    fed.clear()
    reader.space("set interfaces")
    assert fed == ["set", "interfaces"]


def test_nothing_is_remembered_at_another_level(grammar, fed):
    reader = LineReader(grammar)
    reader.command("show system")
    fed.clear()
    reader.against(grammar)
    reader.command("show system")
    assert fed == ["show", "system"]


def test_after_a_bad_word_reading_starts_again(grammar):
    reader = LineReader(grammar)
    with pytest.raises(SyntaxProblem):
        reader.command("set systum host-name r1")
    assert reader.command("set system host-name r1")[0].handler == "configuration.set"


def test_few_lines_are_remembered(grammar, fed):
    reader = LineReader(grammar)
    for number in range(100):
        reader.command(f"show interfaces ge-0/0/{number}")
    fed.clear()
    reader.command("show interfaces ge-0/0/0")
    assert fed[0] == "show"

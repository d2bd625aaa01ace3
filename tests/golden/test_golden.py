"""Every `session.txt` below this folder is what a device answers, however the keys arrive.

`pytest tests/golden --update-golden` writes the answers anew: read the difference before you commit it. How a case
is written: docs/howto/transcripts.md.
"""

from __future__ import annotations

import random  # noqa: TID251 - how input is cut is not the product's randomness
from pathlib import Path

import pytest

from junosim.assemble.rehearsal import rehearse
from junosim.testing import assert_transcript
from junosim.transcripts.steps import Attached, Login
from junosim.transcripts.written import read, write

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("**/session.txt"))
SEED = 20260102


def name(path):
    return str(path.parent.relative_to(FOLDER))


def single_bytes(data):
    return [bytes((byte,)) for byte in data]


def random_pieces(chance):
    def cut(data):
        pieces = []
        while data:
            size = chance.choice([1, 2, 3, 7, 40])
            pieces.append(data[:size])
            data = data[size:]
        return pieces

    return cut


def check(text, played):
    if text != played:
        assert_transcript(played, text)  # shows the difference
        assert played == text  # in blanks at the end of a line


@pytest.mark.parametrize("path", CASES, ids=name)
def test_case_plays_as_it_is_written(path, request):
    text = path.read_text(encoding="utf-8")
    transcript = read(text)
    played = write(rehearse(transcript))
    if request.config.getoption("--update-golden"):
        path.write_text(played, encoding="utf-8", newline="\n")
        text = played
    check(text, played)
    assert transcript.title, "say in the first lines (`# …`) what the case shows"
    assert transcript.source, "say (`source: …`) where the facts are from"


@pytest.mark.parametrize("path", CASES, ids=name)
def test_case_plays_the_same_byte_by_byte_and_in_random_pieces(path, request):
    if request.config.getoption("--update-golden"):
        pytest.skip("the cases are being written")
    text = path.read_text(encoding="utf-8")
    check(text, write(rehearse(read(text), single_bytes)))
    check(text, write(rehearse(read(text), random_pieces(random.Random(SEED)))))


def test_there_are_cases_and_each_has_a_session():
    assert len(CASES) > 20
    for path in CASES:
        assert any(
            isinstance(step, Login | Attached) for step in read(path.read_text(encoding="utf-8")).steps
        )

"""The examples in the documentation run, and its sessions are what a router answers.

A block is tested when the line before it says how: `<!-- tested: script -->`, `pytest` or `session`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from junosim.testing import assert_transcript

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"<!-- tested: (\w+) -->\n```\w+\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(((?!https?:)[^)#]+)")
PROMPT = re.compile(r"^crypto-officer@mx480:fips[>#] ?", re.MULTILINE)

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
EXAMPLES = [
    pytest.param(kind, text, id=f"{page.relative_to(ROOT)}-{number}")
    for page in PAGES
    for number, (kind, text) in enumerate(BLOCK.findall(page.read_text()))
]


@pytest.mark.parametrize(
    ("kind", "text"), [example for example in EXAMPLES if example.values[0] != "session"]
)
def test_example_runs(kind, text, tmp_path):
    path = tmp_path / ("test_example.py" if kind == "pytest" else "example.py")
    path.write_text(text)
    start = ["-m", "pytest", "-q", "-p", "no:cacheprovider"] if kind == "pytest" else []
    done = subprocess.run(
        [sys.executable, *start, path], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("kind", "text"), [example for example in EXAMPLES if example.values[0] == "session"]
)
def test_session_is_what_a_router_answers(kind, text, make_junos_device):
    typed = PROMPT.split(text)[1:]
    before = ""
    with make_junos_device(fips=True).session(columns=100, rows=0) as session:
        shown = session.read()
        for answer in typed:
            line, _, rest = answer.partition("\n")
            asks = rest.startswith("Possible completions:")
            if line.strip():
                shown += session.send(line.removeprefix(before) + (" ?" if asks else "\r"))
            before = f"{line} " if asks else ""
    assert_transcript(shown, text)


def test_some_examples_of_each_kind_are_tested():
    assert {example.values[0] for example in EXAMPLES} == {"script", "pytest", "session"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), target

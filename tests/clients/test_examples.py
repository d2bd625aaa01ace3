"""The examples whose clients are installed here run as their first lines say."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        ("ansible/run.py", ["Model: mx480", "+  host-name edge-1;", "changed=1", "\nhost-name edge-1;\n"]),
        (
            "nornir/show_and_commit.py",
            ["edge-2 Model: mx480", "host-name edge-1-new;", "host-name edge-2-new;"],
        ),
        ("scrapli/classic.py", ["Model: mx480", "+  host-name edge-1;"]),
    ],
)
def test_example(run, script, shown):
    path = EXAMPLES / script
    done = run(sys.executable, path.name, folder=path.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [text for text in shown if text not in done.stdout] == [], done.stdout


PAGES = EXAMPLES.parent / "docs" / "howto"
BLOCK = re.compile(r"<!-- tested by make clients -->\n```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", ["netconf.md"])
def test_examples_of_a_page(run, page, tmp_path):
    blocks = BLOCK.findall((PAGES / page).read_text())
    assert blocks
    for block in blocks:
        (tmp_path / "example.py").write_text(block)
        done = run(sys.executable, "example.py", folder=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr

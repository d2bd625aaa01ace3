"""`docs/clients.md` says what the tests of clients do, and names all of them."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def load():
    spec = importlib.util.spec_from_file_location("client_page", ROOT / "tools" / "client_page.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_page_is_current():
    current = (ROOT / "docs" / "clients.md").read_text()
    assert current == load().page(), "run: python tools/client_page.py docs/clients.md"


def test_every_test_of_a_client_is_on_the_page():
    tool = load()
    named = {module for client in tool.CLIENTS for module, _ in client.tests}
    modules = {f"clients/{path.stem}" for path in (ROOT / "tests" / "clients").glob("test_*.py")}
    assert modules - named == {"clients/test_examples"}


def test_versions_are_pinned():
    lines = (ROOT / "tests" / "clients" / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"#.*|[\w-]+==[\w.]+", line)] == []

"""docs/coverage.md is generated: it must say what the code does."""

from __future__ import annotations

from pathlib import Path

from junosim.app.coverage import main, page, platform_releases

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"


def test_the_page_is_current():
    remedy = "run: python -m junosim.app.coverage docs/coverage.md"
    assert PAGE.read_text(encoding="utf-8") == page(platform_releases()), remedy


def test_the_tool_writes_the_page_it_is_told(tmp_path: Path):
    assert main([str(tmp_path / "coverage.md")]) == 0
    assert "commands are implemented" in (tmp_path / "coverage.md").read_text(encoding="utf-8")
    assert main([]) == 2

"""`python -m junosim.schema.generate mx19=FILE.facts qfx20=FILE.facts --graft mx19=FILE.graft.facts`."""

from __future__ import annotations

import argparse
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from junosim.resources import data_folder
from junosim.schema.generate.facts import FactsFile
from junosim.schema.generate.graft import graft
from junosim.schema.generate.layout import Layout
from junosim.schema.generate.merge import merge
from junosim.schema.generate.write import grammar_texts

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Write the grammar files of the releases named on the command line; returns the exit status."""
    folder = data_folder("grammars") / "junos"
    parser = argparse.ArgumentParser(prog="python -m junosim.schema.generate", description=main.__doc__)
    parser.add_argument("facts", nargs="+", metavar="RELEASE=FILE", type=_release_file)
    parser.add_argument("--graft", action="append", default=[], metavar="RELEASE=FILE", type=_release_file)
    parser.add_argument("--out", type=Path, default=folder)
    parser.add_argument("--order", type=Path, default=folder / "top-level.order")
    options = parser.parse_args(argv)
    generate(options.facts, options.graft, options.out, options.order)
    return 0


def generate(
    facts: Sequence[tuple[str, Path]], grafts: Sequence[tuple[str, Path]], out: Path, order: Path
) -> None:
    """Read the facts, merge the releases, and replace the generated grammar files of `out`."""
    languages = {release: FactsFile(path).language(release) for release, path in facts}
    for release, path in grafts:
        graft(languages[release], FactsFile(path).language(release))
    layout = Layout(reduce(merge, languages.values()), top_level_order(order))
    write_files(out, grammar_texts(layout))


def top_level_order(path: Path) -> list[str]:
    """The words of the order file, one a line."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def write_files(out: Path, texts: dict[str, str]) -> None:
    """Write the files; generated files that are no longer made are removed."""
    for folder in (out, out / "shared"):
        for old in folder.glob("*.grammar"):
            if old.relative_to(out).with_suffix("").as_posix() not in texts:
                old.unlink()
    for name, text in texts.items():
        path = out / f"{name}.grammar"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _release_file(text: str) -> tuple[str, Path]:
    release, _, path = text.partition("=")
    if not path:
        raise argparse.ArgumentTypeError("RELEASE=FILE wanted")
    return release, Path(path)


if __name__ == "__main__":
    raise SystemExit(main())

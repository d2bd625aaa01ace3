"""Where the data folders are: in `data/` inside the package in a wheel, at the top of a checkout otherwise."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `grammars` or `platforms`. Raises FileNotFoundError when the installation lacks it."""
    for base in (_PACKAGE / "data", _PACKAGE.parent.parent):
        folder = base / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"data folder {name!r} is missing from this installation")

"""The grammar and annotation files of one release: read, compiled when no cache holds them, and kept."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from junosim.errors import GrammarError
from junosim.resources import data_folder
from junosim.schema.cache import Cache, digest
from junosim.schema.compiled import CompiledFile
from junosim.schema.notes import Overlay

if TYPE_CHECKING:
    from pathlib import Path

    from junosim.schema.types import TypeSpec

FORMAT = b"2"  # of the compiled forms; part of the key of every cached file


class Library:
    """The files below `folder` as `release` sees them; names are paths below it without suffix."""

    def __init__(self, release: str, folder: Path, store: Cache) -> None:
        self.release = release
        self.folder = folder
        self.store = store
        self._files: dict[str, CompiledFile] = {}
        self._notes: dict[str, Overlay] = {}
        self._types: dict[str, TypeSpec] = {}

    @property
    def loaded(self) -> frozenset[str]:
        """The grammar files read so far."""
        return frozenset(self._files)

    def all_files(self, suffix: str = ".grammar", below: str = "") -> list[str]:
        """The names of all files, or of those in the folder `below`."""
        paths = (self.folder / below).glob(f"*{suffix}") if below else self.folder.rglob(f"*{suffix}")
        return sorted(path.relative_to(self.folder).with_suffix("").as_posix() for path in paths)

    def grammar(self, name: str) -> CompiledFile:
        """A compiled grammar file; raises GrammarError when it is missing or wrong."""
        file = self._files.get(name)
        if file is None:
            path = self.folder / f"{name}.grammar"
            source = _read(path)
            if source is None:
                raise GrammarError(f"{path}: no such grammar file")
            file = self._files[name] = CompiledFile(name, self._compiled(path, name, source), self._types)
        return file

    def notes(self, name: str) -> Overlay:
        """The annotations of one file, empty when there is none."""
        overlay = self._notes.get(name)
        if overlay is None:
            path = self.folder / f"{name}.notes"
            source = _read(path)
            overlay = Overlay() if source is None else self._overlay(path, name, source)
            self._notes[name] = overlay
        return overlay

    def _compiled(self, path: Path, name: str, source: bytes) -> bytes:
        key = self._key(f"{name}.grammar", source)
        body = self.store.get(key)
        if body is None:
            # Imported here: whoever has a cache does not pay for Lark.
            from junosim.schema.compile import compile_file
            from junosim.schema.read import parse_grammar

            body = compile_file(parse_grammar(source.decode(), str(path)), self.release, str(path)).encode()
            self.store.put(key, body)
        return body

    def _overlay(self, path: Path, name: str, source: bytes) -> Overlay:
        key = self._key(f"{name}.notes", source)
        body = self.store.get(key)
        if body is not None:
            return Overlay.from_data(json.loads(body))
        from junosim.schema.notes import overlay_of
        from junosim.schema.read import parse_notes

        overlay = overlay_of(parse_notes(source.decode(), str(path)), self.release)
        self.store.put(key, json.dumps(overlay.to_data(), separators=(",", ":")).encode())
        return overlay

    def _key(self, name: str, source: bytes) -> str:
        """Everything a compiled file depends on; the release and name are readable for people."""
        key = digest(FORMAT, _language(), self.release.encode(), name.encode(), source)
        return f"{self.release}-{name.replace('/', '.')}-{key[:32]}"


@cache
def _language() -> bytes:
    return (data_folder("grammars") / "lang.lark").read_bytes()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None

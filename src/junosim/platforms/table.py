"""A table of a platform file that is taken apart key by key; every error names the file and the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from junosim.errors import PlatformError

if TYPE_CHECKING:
    from collections.abc import Mapping

_V = TypeVar("_V")


class Table:
    """A TOML table that checks what is taken from it and refuses what nobody took."""

    def __init__(self, content: Mapping[str, Any], file: str, where: str) -> None:
        self._rest = dict(content)
        self._file = file
        self._where = where

    def error(self, key: str, problem: str) -> PlatformError:
        """The error for one key, naming file and key."""
        return PlatformError(f"{self._file}: {self._where}{key}: {problem}")

    def take(self, key: str, kind: type[_V], default: _V | None = None) -> _V:
        """The value of a key; a key without default must be there."""
        value = self._rest.pop(key, default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"must be a {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        return self.take(key, str, default)

    def choice(self, key: str, *known: str) -> str:
        """One of these texts."""
        text = self.text(key)
        if text not in known:
            raise self.error(key, f"must be one of {', '.join(known)}")
        return text

    def template(self, key: str, *names: str) -> str:
        """A text in which these names may stand in braces."""
        text = self.text(key)
        try:
            text.format(**dict.fromkeys(names, ""))
        except (KeyError, IndexError, ValueError) as error:
            raise self.error(key, f"bad template ({error}); known are {', '.join(names)}") from error
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        entries: list[Any] = self.take(key, list)
        if not all(isinstance(entry, str) for entry in entries):
            raise self.error(key, "must be a list of texts")
        return tuple(entries)

    def integer(self, key: str) -> int:
        """A whole number."""
        return self.take(key, int)

    def number(self, key: str) -> float:
        """A number, whole or not."""
        value = self._rest.pop(key, None)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, "must be a number")
        return float(value)

    def table(self, key: str) -> Table:
        """A table inside this one."""
        return Table(self.take(key, dict), self._file, f"{self._where}{key}.")

    def named_tables(self, key: str) -> dict[str, Table]:
        """The tables inside a table, by their names."""
        content = self.take(key, dict)
        inner = Table(content, self._file, f"{self._where}{key}.")
        return {name: inner.table(name) for name in content}

    def tables(self, key: str) -> list[Table]:
        """A list of tables."""
        entries: list[Any] = self.take(key, list, [])
        if not all(isinstance(entry, dict) for entry in entries):
            raise self.error(key, "must be a list of tables")
        return [Table(entry, self._file, f"{self._where}{key}[{n}].") for n, entry in enumerate(entries)]

    def finish(self) -> None:
        """Raises PlatformError for a key that nothing has taken."""
        for key in self._rest:
            raise self.error(key, "is not a key of this table")

"""The known answers of the self-tests, read from `vectors.toml` when the first of them is asked for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Vector:
    """One known answer: `kind` is the computation, `source` where the answer is published.

    The fields of the computation are asked for by their names; a name that the vector lacks is a KeyError.
    """

    name: str
    kind: str
    source: str
    fields: Mapping[str, str]

    def text(self, field: str) -> str:
        """A field as it stands: the name of a hash or a curve, or of another vector."""
        return self.fields[field]

    def octets(self, field: str) -> bytes:
        """A field that holds octets."""
        return bytes.fromhex(self.fields[field])

    def number(self, field: str) -> int:
        """A field that holds a number, which may be of any size."""
        return int(self.fields[field], 16)


@cache
def all_vectors() -> Mapping[str, Vector]:
    """Every vector by its name, in the order of the file."""
    tables = tomllib.loads(files(__package__).joinpath("vectors.toml").read_text(encoding="ascii"))
    return {
        name: Vector(name, table.pop("kind"), table.pop("source"), table) for name, table in tables.items()
    }


def vector(name: str) -> Vector:
    """The vector of that name. Raises KeyError for an unknown one."""
    return all_vectors()[name]

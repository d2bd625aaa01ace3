"""Files of the operating system that follow from platform and configuration; they are made when they are read.

`/etc/hosts.junos` names the addresses of the internal network, by which programs find out where they are (captures);
`/etc/resolv.conf` is what `system domain-name`, `domain-search` and `name-server` say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import branch, entries, leaf_text, leaf_values
from junosim.device.file_index import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from junosim.config.tree import Branch

_HOSTS: Final = "/etc/hosts.junos"
_RESOLVER: Final = "/etc/resolv.conf"
_FOLDER: Final = "/etc"
_NUMBER: Final = 1 << 41  # file numbers from here on are no files of the index, nor of configurations
_ENGINES: Final = (
    (1, "master"), (1, "node"), (1, "fwdd"), (1, "member"), (1, "pfem"), (4, "re0"), (5, "re1"), (6, "backup"),
)  # fmt: skip
_FIRST_CARD: Final = 16  # its slot is added
_CARDS: Final = 32
_LOCAL_ENGINE: Final = (63, "localre")


class SystemFiles:
    """The files of one device; `configuration` gives the committed tree, `made` dates the image."""

    __slots__ = ("_configuration", "_made")

    def __init__(self, configuration: Callable[[], Branch], made: float) -> None:
        self._configuration = configuration
        self._made = made

    def names_in(self, folder: str) -> Iterator[str]:
        """The names of the files in a directory."""
        if folder == _FOLDER:
            yield from (
                path.rpartition("/")[2] for path in (_HOSTS, _RESOLVER) if self.file(path) is not None
            )

    def file(self, path: str) -> File | None:
        """What is known of a file; None where there is none."""
        if path not in (_HOSTS, _RESOLVER):
            return None
        size = len(self.content(path))
        if not size:
            return None
        number = _NUMBER + (path == _RESOLVER)
        return File(path, time=self._made, accessed=self._made, changed=self._made, size=size, number=number)

    def content(self, path: str) -> bytes:
        """The text."""
        lines = internal_names() if path == _HOSTS else _resolver(self._configuration())
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def internal_names() -> Iterator[str]:
    """The lines of the names on the internal network: those of Routing Engines, then those of the cards."""
    yield "# Names of Routing Engines and cards on the internal network."
    cards = ((_FIRST_CARD + slot, f"fpc{slot}") for slot in range(_CARDS))
    for number, name in (*_ENGINES, *cards, _LOCAL_ENGINE):
        yield f"{f'128.0.0.{number}':<16} {name}"


def _resolver(tree: Branch) -> Iterator[str]:
    system = branch(tree, "system")
    domain = leaf_text(system, "domain-name")
    if domain:
        yield f"domain {domain}"
    search = leaf_values(system, "domain-search")
    if search:
        yield f"search {' '.join(search)}"
    for server in entries(system, "name-server"):
        yield f"nameserver {server.keys[0]}"

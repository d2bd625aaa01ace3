"""The files that a device makes when somebody reads them: its configurations, and some of the operating system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.slices import finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.device.configuration_files import ConfigurationFiles
    from junosim.device.file_index import File
    from junosim.device.system_files import SystemFiles
    from junosim.slices import Slices


class MadeFiles:
    """Both kinds behind one surface; a path is of one kind alone."""

    __slots__ = ("_configurations", "_system")

    def __init__(self, configurations: ConfigurationFiles, system: SystemFiles) -> None:
        self._configurations = configurations
        self._system = system

    def names_in(self, folder: str) -> Iterator[str]:
        """The names of the files in a directory."""
        yield from self._configurations.names_in(folder)
        yield from self._system.names_in(folder)

    def file(self, path: str) -> File | None:
        """What is known of a file without making it; None for what is none of these."""
        return self._configurations.file(path) or self._system.file(path)

    def is_configuration(self, path: str) -> bool:
        """True for a file that has a configuration in it."""
        return self._configurations.file(path) is not None

    def content(self, path: str) -> bytes:
        """What is in a file, at once."""
        return finish(self.make(path))

    def make(self, path: str) -> Slices[bytes]:
        """The same in slices."""
        if self.is_configuration(path):
            return (yield from self._configurations.make(path))
        return self._system.content(path)

    def forget(self) -> None:
        """Keep nothing of any configuration: they have been erased."""
        self._configurations.forget()

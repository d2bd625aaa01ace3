"""The pipes that write the output of a command to a file: `save`, `append`, `tee`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.files import FileWriter
from junosim.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from junosim.cli.context import Context
    from junosim.cli.pipes import Arguments, Stage

_OUTPUT: Final = "output"


def file_stages(context: Context) -> Mapping[str, Stage]:
    """The stages, by their names, for the files of one session; the pipe has the argument `filename`.

    They raise ConfigurationError: at once when the file cannot be written, later when the disk is full.
    """

    def stage(*, shows: bool, appends: bool = False) -> Stage:
        def run(stream: Iterable[object], arguments: Arguments) -> Iterator[object]:
            writer = FileWriter(context, arguments.words["filename"], appends=appends)
            return _through(stream, writer, shows=shows)

        return run

    return {
        "append": stage(shows=False, appends=True),
        "save": stage(shows=False),
        "tee": stage(shows=True),
    }


def screen_writer(context: Context) -> Callable[[str, Sequence[str]], str]:
    """What the pager writes a file with: given a name and lines, it returns the message to show."""

    def save(name: str, lines: Sequence[str]) -> str:
        try:
            writer = FileWriter(context, name)
            for line in lines:
                writer.add(line)
            writer.close()
        except ConfigurationError as problem:
            return messages.error_line(problem.message)
        return messages.wrote(writer.lines, _OUTPUT, name)

    return save


def _through(stream: Iterable[object], writer: FileWriter, *, shows: bool) -> Iterator[object]:
    """Write the lines of a stream, showing them too or not; what is no line passes through."""
    for item in stream:
        if isinstance(item, str):
            writer.add(item)
        if shows or not isinstance(item, str):
            yield item
    writer.close()
    yield [messages.wrote(writer.lines, _OUTPUT, writer.name)]  # not a line: no pipe behind takes it

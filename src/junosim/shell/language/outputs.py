"""Where the output and the errors of one program go: down the pipe, to the terminal, into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.device.file_names import FULL, FileProblem
from junosim.shell.language.dialect import ShellError
from junosim.shell.language.expand import single
from junosim.shell.language.stream import PAUSE, Complaint, Shown, pieces
from junosim.shell.language.syntax import BOTH
from junosim.shell.language.tree import NULL, bytes_of, text_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from junosim.shell.language.shell import Shell
    from junosim.shell.language.stream import Item, Items, Program
    from junosim.shell.language.syntax import Redirection
    from junosim.shell.language.tree import Tree


class FileSink:
    """A file that takes output; it is there, and empty, from the start, and written when the program is over."""

    __slots__ = ("_data", "_is_null", "_name", "_room", "_tree")

    def __init__(self, tree: Tree, name: str, *, appends: bool) -> None:
        """Raises FileProblem when the user may not write the file."""
        self._tree = tree
        self._name = name
        self._is_null = tree.path(name) == NULL
        tree.write(name, b"", appends=appends)
        self._name = tree.path(name) if self._is_null else tree.plain(name)
        self._room = 0 if self._is_null else tree.room(name) - tree.size(name)
        self._data = bytearray()

    def add(self, text: str) -> None:
        """Take text. Raises FileProblem when the disk is full."""
        if self._is_null:
            return
        data = bytes_of(text)
        if len(self._data) + len(data) > self._room:
            raise FileProblem("stdout", FULL)
        self._data += data

    def close(self) -> None:
        """Write what was taken. Raises FileProblem."""
        if self._data:
            self._tree.write(self._name, bytes(self._data), appends=True)
            self._data.clear()


PIPE: Final = "pipe"
SCREEN: Final = "screen"
Target: TypeAlias = "FileSink | str"


class Outputs:
    """The standard input of one program, if it was redirected, and the targets of its two outputs."""

    __slots__ = ("errors", "input", "output")

    def __init__(self, *, joins_errors: bool) -> None:
        self.input: Iterator[str] | None = None
        self.output: Target = PIPE
        self.errors: Target = PIPE if joins_errors else SCREEN

    @property
    def on_screen(self) -> bool:
        """True while nothing has redirected the output."""
        return self.output == PIPE

    def close(self) -> None:
        """Write the files. Raises FileProblem."""
        for target in {id(it): it for it in (self.output, self.errors)}.values():
            if isinstance(target, FileSink):
                target.close()


def opened(
    shell: Shell, redirections: Iterable[Redirection], *, joins_errors: bool
) -> Generator[Item, None, Outputs]:
    """Open what the redirections of a command name. Raises ShellError."""
    outputs = Outputs(joins_errors=joins_errors)
    for redirection in redirections:
        name = yield from single(shell, redirection.target)
        if redirection.duplicates:
            _duplicate(outputs, redirection.stream, name)
            continue
        try:
            _open(shell, outputs, redirection, name)
        except FileProblem as problem:
            raise ShellError(_refusal(shell, redirection, name, problem.reason)) from None
    return outputs


def _refusal(shell: Shell, redirection: Redirection, name: str, reason: str) -> str:
    if not shell.dialect.has_io_numbers:
        return shell.dialect.complaint(name, reason)
    verb = "create" if redirection.stream and not redirection.appends else "open"
    return f"sh: cannot {verb} {name}: {reason}\n"


def _open(shell: Shell, outputs: Outputs, redirection: Redirection, name: str) -> None:
    tree = shell.tree
    if redirection.stream == 0:
        outputs.input = pieces(text_of(tree.read(name)))
        return
    sink = FileSink(tree, name, appends=redirection.appends)
    if redirection.stream in (1, BOTH):
        outputs.output = sink
    if redirection.stream in (2, BOTH):
        outputs.errors = sink


def _duplicate(outputs: Outputs, stream: int, name: str) -> None:
    """`2>&1`, `1>&2`."""
    if name not in {"1", "2"}:
        raise ShellError(f"sh: {name}: Bad file descriptor\n")
    target = outputs.output if name == "1" else outputs.errors
    if stream == 2:
        outputs.errors = target
    else:
        outputs.output = target


def routed(program: Program, outputs: Outputs, name: str) -> Generator[Item, None, int]:
    """Run a program and send what it says to where it belongs; its exit status. Complaints become text."""
    try:
        try:
            status = yield from _sorted_out(program, outputs)
        finally:
            program.close()
            outputs.close()
    except FileProblem as problem:
        yield Shown(f"{name}: {problem}\n")
        return 1
    return status


def _sorted_out(program: Items, outputs: Outputs) -> Generator[Item, None, int]:
    while True:
        try:
            item = next(program)
        except StopIteration as end:
            return int(end.value or 0)
        if isinstance(item, str):
            target, text = outputs.output, item
        elif isinstance(item, Complaint):
            target, text = outputs.errors, item.text
        else:
            yield item
            continue
        if isinstance(target, FileSink):
            target.add(text)
            yield PAUSE
        else:
            yield text if target == PIPE else Shown(text)

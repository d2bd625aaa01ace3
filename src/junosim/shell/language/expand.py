"""What words become before a command runs: variables, `~`, and the names of files that fit a pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from junosim.access.users import Accounts
from junosim.device.file_names import FileProblem, home_of
from junosim.shell.language.dialect import ShellError
from junosim.shell.language.stream import PAUSE

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from junosim.shell.language.shell import Shell
    from junosim.shell.language.stream import Item
    from junosim.shell.language.words import Part, Word

MOST_WORDS: Final = 10_000
"""Words of one command, after expansion."""
LONGEST: Final = 256 * 1024
"""Characters of all of them together, as FreeBSD."""
_VARIABLE: Final = re.compile(r"\$(?:\{(\w+)\}|(\?\w+)|([A-Za-z_]\w*|[0-9?$#]))", re.ASCII)
_SPECIAL: Final = re.compile(r"[*?[]")


@dataclass(slots=True)
class _Field:
    """A word in the making: its text, and the same as a pattern, in which quoted characters stand for themselves."""

    text: list[str] = field(default_factory=list)
    pattern: list[str] = field(default_factory=list)
    is_pattern: bool = False

    def add(self, text: str, *, quoted: bool) -> None:
        self.text.append(text)
        special = _SPECIAL.search(text) is not None
        self.pattern.append(_SPECIAL.sub(r"[\g<0>]", text) if quoted and special else text)
        self.is_pattern = self.is_pattern or (special and not quoted)


def expanded(shell: Shell, words: tuple[Word, ...]) -> Generator[Item, None, list[str]]:
    """The words of a command, expanded. Raises ShellError."""
    found: list[str] = []
    size = 0
    command = ""
    for word in words:
        for part in _fields(shell, word):
            names = (yield from _matching(shell, "".join(part.pattern))) if part.is_pattern else []
            if part.is_pattern and not names and shell.dialect.needs_match:
                raise ShellError(f"{command}: No match.\n")
            names = names or ["".join(part.text)]
            found += names
            size += sum(len(name) + 1 for name in names)
            if size > LONGEST or len(found) > MOST_WORDS:
                raise ShellError(shell.dialect.complaint(found[0][:100], "Argument list too long"))
            command = found[0]
    return found


def single(shell: Shell, word: Word) -> Generator[Item, None, str]:
    """The one word that the target of a redirection becomes. Raises ShellError."""
    found = yield from expanded(shell, (word,))
    if len(found) != 1:
        raise ShellError(f"{found[0] if found else ''}: Ambiguous.\n")
    return found[0]


def _fields(shell: Shell, word: Word) -> Iterator[_Field]:
    """The fields of a word: what a variable without quotes stands for is split at spaces."""
    current: _Field | None = None
    for index, part in enumerate(word.parts):
        text = _home(shell, part, alone=len(word.parts) == 1) if not index else part.text
        if part.quote == "'" or "$" not in text:
            current = current or _Field()
            current.add(text, quoted=bool(part.quote))
            continue
        if part.quote:
            current = current or _Field()
            current.add(_VARIABLE.sub(lambda found: _value(shell, found), text), quoted=True)
            continue
        for piece, substituted in _pieces(shell, text):
            if not substituted:
                current = current or _Field()
                current.add(piece, quoted=False)
                continue
            for number, field_text in enumerate(re.split(r"[ \t\n]+", piece)):
                if number and current is not None:
                    yield current
                    current = None
                if field_text:
                    current = current or _Field()
                    current.add(field_text, quoted=False)
    if current is not None:
        yield current


def _pieces(shell: Shell, text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in _VARIABLE.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], False
        yield _value(shell, found), True
        at = found.end()
    if at < len(text):
        yield text[at:], False


def _value(shell: Shell, found: re.Match[str]) -> str:
    braced, asked, plain = found.groups()
    if asked is not None:
        if shell.dialect.needs_match:  # csh: is there such a variable?
            return str(int(_look_up(shell, asked[1:]) is not None))
        return f"{shell.status}{asked[1:]}"
    name = braced or plain or ""
    value = _look_up(shell, name)
    if value is None:
        if shell.dialect.needs_match:
            raise ShellError(f"{name}: Undefined variable.\n")
        return ""
    return value


def _look_up(shell: Shell, name: str) -> str | None:
    """The value of a variable; some are the shell's own."""
    if name == "?" or (name == "status" and shell.dialect.needs_match):
        return str(shell.status)
    if name == "$":
        return str(shell.pid)
    if name == "#":
        return "0"
    if name == "0":
        return shell.dialect.name
    if name == "cwd" and shell.dialect.needs_match:
        return shell.directory
    return shell.variables.get(name, shell.environment.get(name))


def _home(shell: Shell, part: Part, *, alone: bool) -> str:
    """The text of the first part of a word, in which `~` and `~user` are home directories."""
    if part.quote or not part.text.startswith("~"):
        return part.text
    user, slash, rest = part.text[1:].partition("/")
    if not user and (slash or alone):
        return shell.environment.get("HOME", shell.person.home) + slash + rest
    if not (slash or alone):
        return part.text
    if user not in Accounts().of(shell.machine.device.configuration):
        if shell.dialect.needs_match:
            raise ShellError(f"Unknown user: {user}.\n")
        return part.text
    return home_of(user) + slash + rest


def _matching(shell: Shell, pattern: str) -> Generator[Item, None, list[str]]:
    """The names that fit a pattern, sorted; there is a pause behind each directory."""
    found = ["/" if pattern.startswith("/") else ""]
    parts = [part for part in pattern.split("/") if part]
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        following: list[str] = []
        for start in found:
            following += _fitting(shell, start, part, is_last=is_last)
            yield PAUSE
            if len(following) > MOST_WORDS:
                raise ShellError(shell.dialect.complaint(pattern[:100], "Argument list too long"))
        found = following
    if pattern.endswith("/"):
        return [f"{name}/" for name in found if shell.tree.is_directory(name)]
    return found


def _fitting(shell: Shell, start: str, part: str, *, is_last: bool) -> list[str]:
    """What fits one part of a pattern in the directory `start` (which ends in a slash, or is empty)."""
    tree = shell.tree
    end = "" if is_last else "/"
    if _SPECIAL.search(part) is None:
        name = start + part
        fits = tree.exists(name) if is_last else tree.is_directory(name)
        return [name + end] if fits else []
    try:
        inside = tree.listing(start or ".")
    except FileProblem:
        return []
    hidden = part.startswith(".")
    return [
        start + item.name + end
        for item in inside
        if (hidden or not item.name.startswith("."))
        and fnmatchcase(item.name, part)
        and (is_last or tree.is_directory(start + item.name))
    ]

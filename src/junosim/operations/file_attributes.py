"""`file change-permission` and `file change-owner`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from junosim.access.users import ROOT
from junosim.config.query import entries
from junosim.device.file_names import FileProblem
from junosim.device.files import Directory
from junosim.operations.files import FileRefused, path_of, visitor_of
from junosim.operations.operation import Context, Operation, output
from junosim.slices import finish

if TYPE_CHECKING:
    from junosim.slices import Slices

GROUPS: Final = frozenset(
    {
        "bin", "daemon", "ftp", "games", "guest", "kmem", "mail", "man", "network", "news", "nobody", "nogroup",
        "operator", "sshd", "staff", "sys", "tty", "wheel",
    }
)  # fmt: skip
"""The groups of the operating system [those of FreeBSD that the device can have use for]."""

_OCTAL: Final = re.compile(r"[0-7]{1,4}")
_CLAUSE: Final = re.compile(r"([ugoa]*)((?:[-+=][rwxXst]*)+)")
_ACTION: Final = re.compile(r"([-+=])([rwxXst]*)")
_WHO: Final = {"u": 0o4700, "g": 0o2070, "o": 0o1007, "a": 0o7777}
_BITS: Final = {"r": 0o444, "w": 0o222, "x": 0o111, "s": 0o6000, "t": 0o1000}
_UMASK: Final = 0o022


def change_permission(context: Context) -> None:
    """`file change-permission FILE PERMISSION`: a number in octal, or changes as chmod(1) takes them (`u+x,go-w`)."""
    text = context.arguments["permission"]
    files, visitor = context.device.files, visitor_of(context)
    try:
        path = path_of(context, context.arguments["filename"])
        node = files.status(path, visitor)
        mode = new_mode(text, node.mode, is_directory=isinstance(node, Directory))
        if mode is None:
            raise FileRefused(f"chmod: Invalid file mode: {text}")
        files.change_mode(path, mode, visitor)
    except FileProblem as problem:
        raise FileRefused(f"chmod: {problem}") from problem


def new_mode(text: str, mode: int, *, is_directory: bool) -> int | None:
    """The permission bits after a change written as chmod(1) takes it; None for what it does not take."""
    if _OCTAL.fullmatch(text):
        return int(text, 8)
    for part in text.split(","):
        clause = _CLAUSE.fullmatch(part)
        if clause is None:
            return None
        who = sum({_WHO[letter] for letter in clause[1]} - {_WHO["a"]}) if "a" not in clause[1] else 0o7777
        allowed = who or 0o7777 & ~_UMASK
        for sign, letters in _ACTION.findall(clause[2]):
            bits = 0
            for letter in letters:
                is_executable = is_directory or mode & 0o111
                bits |= (_BITS["x"] if is_executable else 0) if letter == "X" else _BITS[letter]
            bits &= allowed
            if sign == "=":
                mode &= ~(who or 0o777)
            mode = mode & ~bits if sign == "-" else mode | bits
    return mode


def change_owner(context: Context) -> None:
    """`file change-owner FILE [user NAME] [group NAME] [to NAME] [recurse]`; `to` is another word for `user`."""
    finish(changing_owner(context))


def changing_owner(context: Context) -> Slices[None]:
    """The same, in slices."""
    owner, group = _new_owner(context)
    files, visitor = context.device.files, visitor_of(context)
    try:
        waiting = [files.status(path_of(context, context.arguments["filename"]), visitor).path]
        while waiting:
            path = waiting.pop()
            files.change_owner(path, visitor, owner=owner, group=group, follow=False)
            if "recurse" in context.arguments and isinstance(files.link_status(path, visitor), Directory):
                waiting += [node.path for node in files.listing(path, visitor)]
            yield
    except FileProblem as problem:
        raise FileRefused(f"chown: {problem}") from problem


def _new_owner(context: Context) -> tuple[str, str]:
    """The new owner and group, "" for the same as before. Raises FileRefused for those that do not exist."""
    arguments = context.arguments
    owner, _, group = (arguments.get("user") or arguments.get("to") or "").partition(":")
    group = arguments.get("group") or group
    if not owner and not group:
        raise FileRefused("missing mandatory argument: user")
    if owner and owner not in _users(context):
        raise FileRefused(f"chown: {owner}: illegal user name")
    if group and group not in GROUPS:
        raise FileRefused(f"chown: {group}: illegal group name")
    return owner, group


def _users(context: Context) -> set[str]:
    return {
        ROOT,
        *(entry.keys[0] for entry in entries(context.device.configuration, "system", "login", "user")),
    }


OPERATIONS = (
    Operation("change-permission", change_permission, output),
    Operation("change-owner", change_owner, output),
)

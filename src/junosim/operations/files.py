"""`file show`; and which file a user means by a name."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from junosim.device.file_names import NOT_FOUND, FileProblem, absolute, home_of
from junosim.device.files import Visitor
from junosim.errors import JunosimError
from junosim.operations.file_secrets import masked
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.device.device import Device
    from junosim.operations.cli_settings import CliSettings


class FileRefused(JunosimError):
    """A file command that cannot be carried out; the message is what it prints."""


def located(device: Device, user: str, settings: CliSettings, name: str) -> str:
    """The path that a user means by a name. Raises FileProblem."""
    engines = [engine.name for engine in device.platform.routing_engines]
    return absolute(name, settings.directory, home_of(user), engines)


def path_of(context: Context, name: str) -> str:
    """The path that the user of a command means by a name. Raises FileProblem."""
    return located(context.device, context.login.user, context.settings, name)


def visitor_of(context: Context) -> Visitor:
    """The user of a command, as the files of the device know him."""
    return Visitor.of(context.login.user, context.login.login_class)


def not_shown(name: str, problem: FileProblem) -> FileRefused:
    """What `file show` and `show log` say of a file that cannot be read [recalled]."""
    if problem.reason == NOT_FOUND:
        return FileRefused(f"could not resolve file: {name}")
    return FileRefused(f"could not open '{name}': {problem.reason}")


def show_file(context: Context) -> Element:
    """The content of a file."""
    name = context.arguments["filename"]
    try:
        path = path_of(context, name)
        data = context.device.files.read(path, visitor_of(context))
    except FileProblem as problem:
        raise not_shown(name, problem) from problem
    if context.masks_secrets:
        data = masked(data)
    return content(path, data, context.arguments.get("encoding", "text"))


def content(path: str, data: bytes, encoding: str = "text") -> Element:
    """The answer that has a file in it."""
    text = base64.encodebytes(data).decode() if encoding == "base64" else data.decode("utf-8", "replace")
    about = {"encoding": encoding, "filename": path, "filesize": str(len(data))}
    return Element("file-content", text.removesuffix("\n"), attributes=about)


def show_text(answer: Element, _context: Context) -> Iterable[str]:
    """The lines of the file."""
    return answer.text.split("\n") if answer.text else ()


OPERATIONS = (Operation("show", show_file, show_text),)

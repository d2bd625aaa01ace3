"""`show cli` and `set cli …`: the settings of the session itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device.file_names import NOT_A_DIRECTORY, FileProblem
from junosim.device.files import Directory
from junosim.operations.cli_settings import DEFAULT_TIMESTAMP, CliSettings
from junosim.operations.files import FileRefused, path_of, visitor_of
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation, output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def show(context: Context) -> Element:
    """All settings of the session."""
    settings = context.settings
    return Element("cli", *(Element("cli-setting", line) for line in _settings(settings)))


def show_directory(context: Context) -> Element:
    """The working directory."""
    return Element("cli", Element("working-directory", context.settings.directory))


def directory_text(answer: Element, _context: Context) -> Iterable[str]:
    """The working directory in words."""
    yield f"Current directory: {answer.value('working-directory')}"


def set_screen_length(context: Context) -> Element:
    """Lines of the screen."""
    context.settings.screen_length = int(context.arguments["screen-length"])
    return _message(f"Screen length set to {context.settings.screen_length}")


def set_screen_width(context: Context) -> Element:
    """Columns of the screen."""
    context.settings.screen_width = int(context.arguments["screen-width"])
    return _message(f"Screen width set to {context.settings.screen_width}")


def set_complete_on_space(context: Context) -> Element:
    """Whether the space key completes words."""
    context.settings.complete_on_space = context.arguments["complete-on-space"] == "on"
    return _message(_switched("complete-on-space", context.settings.complete_on_space))


def set_restart_on_upgrade(context: Context) -> Element:
    """Whether the CLI asks for a restart after an upgrade."""
    context.settings.restart_on_upgrade = context.arguments["restart-on-upgrade"] == "on"
    return _message(_switched("restart-on-upgrade", context.settings.restart_on_upgrade))


def set_idle_timeout(context: Context) -> Element:
    """Minutes until an idle session is closed; without a number, never."""
    context.settings.idle_timeout = int(context.arguments.get("idle-timeout") or 0)
    return _message(_idle_timeout(context.settings, "Idle timeout"))


def set_prompt(context: Context) -> None:
    """The prompt; an empty one brings back the usual one."""
    context.settings.prompt = context.arguments["prompt"] or None


def set_terminal(context: Context) -> None:
    """The terminal type."""
    context.settings.terminal = context.arguments["terminal"]


def set_directory(context: Context) -> Element:
    """The working directory; a relative one counts from the directory now. Raises FileRefused [our wording]."""
    try:
        path = path_of(context, context.arguments["directory"])
        found = context.device.files.status(path, visitor_of(context))
    except FileProblem as problem:
        raise FileRefused(str(problem)) from None
    if not isinstance(found, Directory):
        raise FileRefused(f"{path}: {NOT_A_DIRECTORY}")
    context.settings.directory = path
    return show_directory(context)


def set_logical_system(context: Context) -> Element:
    """The logical system to work in; whether it exists is not looked at [our choice]."""
    context.settings.logical_system = context.arguments["logical-system"]
    return _message(f"Logical system: {context.settings.logical_system}")


def clear_logical_system(context: Context) -> Element:
    """Work in no logical system any more."""
    context.settings.logical_system = None
    return _message("Cleared default logical system")


def set_timestamp(context: Context) -> Element:
    """Time before every output: on, on with a format, or off."""
    settings = context.settings
    was_off = settings.timestamp is None
    if "disable" in context.arguments:
        settings.timestamp = None
        return _message("CLI timestamp disabled")
    settings.timestamp = context.arguments.get("format") or DEFAULT_TIMESTAMP
    line = f"CLI timestamp set to: {settings.timestamp}"
    # the first output under the new setting is this one; later ones get their time line from the session
    return _message(timestamp_line(context), line) if was_off else _message(line)


def timestamp_line(context: Context) -> str:
    """The line before an output while `set cli timestamp` is on, "" while it is off."""
    pattern = context.settings.timestamp
    return "" if pattern is None else context.device.local_time().strftime(pattern)


def _settings(settings: CliSettings) -> list[str]:
    return [
        f"CLI complete-on-space set to {_on_off(settings.complete_on_space)}",
        _idle_timeout(settings, "CLI idle-timeout"),
        f"CLI restart-on-upgrade set to {_on_off(settings.restart_on_upgrade)}",
        f"CLI screen-length set to {settings.screen_length}",
        f"CLI screen-width set to {settings.screen_width}",
        f"CLI terminal is '{settings.terminal}'",
        "CLI is operating in enhanced mode",
        f"CLI timestamp {'disabled' if settings.timestamp is None else f'set to {settings.timestamp}'}",
        f"CLI working directory is '{settings.directory}'",
    ]


def _idle_timeout(settings: CliSettings, what: str) -> str:
    minutes = settings.idle_timeout
    return f"{what} set to {minutes} minutes" if minutes else f"{what} disabled"


def _switched(what: str, value: bool) -> str:
    return f"{'Enabling' if value else 'Disabling'} {what}"


def _on_off(value: bool) -> str:
    return "on" if value else "off"


def _message(*lines: str) -> Element:
    return Element("cli", *(Element("output", line) for line in lines))


_HANDLERS: dict[str, Callable[[Context], Element | None]] = {
    "show": show,
    "set-screen-length": set_screen_length,
    "set-screen-width": set_screen_width,
    "set-complete-on-space": set_complete_on_space,
    "set-restart-on-upgrade": set_restart_on_upgrade,
    "set-idle-timeout": set_idle_timeout,
    "set-prompt": set_prompt,
    "set-terminal": set_terminal,
    "set-timestamp": set_timestamp,
    "set-logical-system": set_logical_system,
    "clear-logical-system": clear_logical_system,
}

OPERATIONS = (
    *(Operation(name, handler, output) for name, handler in _HANDLERS.items()),
    Operation("show-directory", show_directory, directory_text),
    Operation("set-directory", set_directory, directory_text),
)

"""`request system|vmhost software add|validate|delete|rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.files import path_of, visitor
from junosim.device import package_files, shutdown, update_log
from junosim.device.file_names import FileProblem, Unreachable, join
from junosim.device.shutdown import Kind
from junosim.errors import ConfigurationError
from junosim.operations import installing
from junosim.operations.installing import Wishes, alone
from junosim.operations.optional_packages import optional_package
from junosim.operations.software_text import could_not_open

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.device.package_files import PackageFile
    from junosim.operations.installing import Lines

_OPTIONAL: Final = "optional://"
_USUAL: Final = "/var/tmp"  # where a name without a directory is looked for (guides, "Enabling FIPS Mode")
_MINUTE: Final = 60.0


def add(context: Context, command: Command) -> Routine:
    """`request system software add FILE|URL [no-validate] [no-copy] [unlink] [force] [reboot]`."""
    yield from _add(context, command, on_host=False)


def add_on_host(context: Context, command: Command) -> Routine:
    """`request vmhost software add FILE|URL [no-validate] [unlink] [reboot [in MINUTES]]`."""
    yield from _add(context, command, on_host=True)


def _add(context: Context, command: Command, *, on_host: bool) -> Routine:
    arguments = command.arguments
    wishes = Wishes(
        validates="no-validate" not in arguments,
        copies="no-copy" not in arguments,
        unlinks="unlink" in arguments,
        force="force" in arguments,
        on_host=on_host,
    )
    yield from _each(
        context,
        command,
        lambda source: installing.add(context.device, source, wishes, visitor(context)),
    )


def validate(context: Context, command: Command) -> Routine:
    """`request system|vmhost software validate FILE|URL`."""
    yield from _each(context, command, lambda source: installing.validate(context.device, source))


def delete(context: Context, command: Command) -> Routine:
    """`request system|vmhost software delete PACKAGE [reboot]`."""
    _refuse_other_engine(context, command.arguments)
    with alone(context.device):
        for name in _names(command):
            work = installing.delete(context.device, name)
            if not (yield from update_log.followed(context.device, context.login, "delete", name, work)):
                context.outcome = 1
                return
    yield from _rebooting(context, command.arguments)


def rollback(context: Context, command: Command) -> Routine:
    """`request system|vmhost software rollback [reboot]`."""
    _refuse_other_engine(context, command.arguments)
    with alone(context.device):
        work = installing.roll_back(context.device)
        done = yield from update_log.followed(context.device, context.login, "rollback", "previous", work)
    if not done:
        context.outcome = 1
        return
    yield from _rebooting(context, command.arguments)


def _each(context: Context, command: Command, work: Callable[[PackageFile], Lines]) -> Routine:
    """Do something with every package that is named, until one is refused; then reboot if that is wanted."""
    arguments = command.arguments
    _refuse_other_engine(context, arguments)
    with alone(context.device):
        for name in _names(command):
            done = _done(context, name, work)
            action = command.node.word
            if not (yield from update_log.followed(context.device, context.login, action, name, done)):
                context.outcome = 1
                return
    yield from _rebooting(context, arguments)


def _done(context: Context, name: str, work: Callable[[PackageFile], Lines]) -> Lines:
    source = _opened(context, name)
    try:
        return (yield from work(source))
    except FileProblem as problem:
        raise ConfigurationError(could_not_open(problem.name, problem.reason)) from problem
    finally:
        source.close()


def _names(command: Command) -> tuple[str, ...]:
    """The packages that are named: one, or those behind `set`, in brackets if there are several."""
    name, words = command.arguments.get("package-name"), command.words
    if name is not None:
        return (name,)
    if "set" not in command.arguments:
        raise ConfigurationError(messages.MISSING_ARGUMENT)
    behind = words[words.index("set") + 1 :]
    return behind[1 : behind.index("]")] if behind[0] == "[" else behind[:1]


def _opened(context: Context, name: str) -> PackageFile:
    """The package that a user means. Raises ConfigurationError for one that cannot be read."""
    device = context.device
    if name.startswith(_OPTIONAL):
        file = name.removeprefix(_OPTIONAL)
        data = optional_package(device, file)
        if data is None:
            raise ConfigurationError(could_not_open(name, "No such file or directory"))
        return package_files.in_image(name, file, data)
    try:
        path = path_of(context, name)
        if "/" not in name and not _is_there(context, path):
            path = join(_USUAL, name)
        return package_files.opened(device.files, path, visitor(context))
    except Unreachable as problem:
        raise ConfigurationError(messages.unreachable(problem.name, problem.reason, writing=False)) from None
    except FileProblem as problem:
        raise ConfigurationError(could_not_open(problem.name, problem.reason)) from None


def _is_there(context: Context, path: str) -> bool:
    try:
        context.device.files.status(path, visitor(context))
    except FileProblem:
        return False
    return True


def _refuse_other_engine(context: Context, arguments: Mapping[str, str]) -> None:
    """The other Routing Engine does not answer."""
    if arguments.keys() & {"re1", "both-routing-engines"}:
        raise ConfigurationError(messages.NO_OTHER_ENGINE)


def _rebooting(context: Context, arguments: Mapping[str, str]) -> Routine:
    """Reboot where the command says so, without a question."""
    if "reboot" in arguments:
        delay = float(arguments.get("in", "0")) * _MINUTE
        yield shutdown.request(context.device, context.login, Kind.REBOOT, delay)

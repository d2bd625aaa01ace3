"""What the CLI itself does for a command line, by the handler that the command tree names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from junosim.cli.commands import (
    apropos,
    changing,
    cleaning,
    committing,
    entering,
    explaining,
    filing,
    loading,
    monitoring,
    operating,
    pinging,
    remote,
    saving,
    shells,
    showing,
    software,
    stopping,
    supporting,
    testing,
    watching,
    wholesale,
    zeroizing,
)
from junosim.cli.commands.reporting import reported
from junosim.cli.confirming import confirmed, question_of
from junosim.cli.guard import guarded
from junosim.operations.registry import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine

Function: TypeAlias = "Callable[[Context, Command], Routine]"

COMMANDS: Final[Mapping[str, Function]] = {
    "cli.configure": entering.configure,
    "cli.history": operating.show_history,
    "cli.quit": operating.quit_session,
    "cli.start-shell": shells.start_shell,
    "cli.xml-mode": shells.speak_xml,
    "show.configuration": showing.show_committed,
    "show.rescue": showing.show_rescue,
    "show.rollback": showing.show_rollback,
    "system.stop": stopping.stop_system,
    "system.stop-vmhost": stopping.stop_vmhost,
    "system.clean-up": cleaning.clean_up,
    "system.zeroize": zeroizing.zeroize_system,
    "system.zeroize-vmhost": zeroizing.zeroize_vmhost,
    "system.show-reboot": stopping.show_reboot,
    "system.clear-reboot": stopping.clear_reboot,
    "software.add": software.add,
    "software.add-on-host": software.add_on_host,
    "software.delete": software.delete,
    "software.rollback": software.rollback,
    "software.validate": software.validate,
    "monitor.interface": watching.monitor_interface,
    "monitor.traffic": watching.monitor_traffic,
    "network.ping": pinging.ping,
    "network.scp": remote.scp,
    "network.ssh": remote.ssh,
    "network.telnet": remote.telnet,
    "network.traceroute": pinging.traceroute,
    "fips.self-test": testing.run_self_tests,
    "request.support-information": supporting.support_information,
    "file.archive": filing.archive,
    "file.change-owner": filing.change_owner,
    "file.compare": filing.compare,
    "file.compress": filing.compress,
    "file.delete-directory": filing.delete_directory,
    "file.extract": filing.extract,
    "file.list": filing.list_files,
    "file.show": filing.show_file,
    "log.show": filing.show_log,
    "monitor.list": monitoring.monitor_list,
    "monitor.start": monitoring.monitor_start,
    "monitor.stop": monitoring.monitor_stop,
    "help.apropos": apropos.apropos,
    "help.reference": explaining.reference,
    "help.topic": explaining.topic,
    "configuration.activate": changing.activate,
    "configuration.annotate": changing.annotate,
    "configuration.commit": committing.commit,
    "configuration.commit-confirmed": committing.commit_confirmed,
    "configuration.copy": changing.copy,
    "configuration.deactivate": changing.deactivate,
    "configuration.delete": changing.delete,
    "configuration.edit": entering.edit,
    "configuration.exit": entering.exit_level,
    "configuration.insert": changing.insert,
    "configuration.load": loading.load,
    "configuration.load-factory-default": loading.load_factory_default,
    "configuration.prompt": changing.prompt,
    "configuration.protect": changing.protect,
    "configuration.rename": changing.rename,
    "configuration.range-activate": wholesale.range_activate,
    "configuration.range-annotate": wholesale.range_annotate,
    "configuration.range-deactivate": wholesale.range_deactivate,
    "configuration.range-delete": wholesale.range_delete,
    "configuration.range-protect": wholesale.range_protect,
    "configuration.range-set": wholesale.range_set,
    "configuration.range-unprotect": wholesale.range_unprotect,
    "configuration.replace-pattern": wholesale.replace_pattern,
    "configuration.rollback": committing.rollback,
    "configuration.save": saving.save,
    "configuration.set": changing.set_statements,
    "configuration.show": showing.show_candidate,
    "configuration.status": entering.status,
    "configuration.top": entering.top,
    "configuration.unprotect": changing.unprotect,
    "configuration.update": committing.update,
    "configuration.up": entering.up,
    "configuration.wildcard-delete": wholesale.wildcard_delete,
}


_HANDLED: Final = {
    "show.configuration": frozenset({"compare", "display"}),
    "show.rescue": frozenset({"display"}),
    "show.rollback": frozenset({"display"}),
    "configuration.show": frozenset({"compare", "display"}),
    "configuration.commit": frozenset({"display"}),
    "configuration.commit-confirmed": frozenset({"display"}),
}
"""The pipes that a command carries out itself, since they change what it shows."""

_EDITS: Final = frozenset(
    f"configuration.{name}"
    for name in (
        "activate", "annotate", "copy", "deactivate", "delete", "insert", "load", "load-factory-default",
        "load-patch", "prompt", "protect", "rename", "replace-pattern", "rollback", "set", "unprotect",
        "wildcard-delete", "wildcard-range",
    )
)  # fmt: skip
"""The commands that change the candidate: they are refused at once, with all they would ask, while a lock is held."""

_DISPLAY: Final = ("display",)  # what every operation does


def handled_pipes(command: Command) -> frozenset[str]:
    """The pipes that the command (the inner one behind `run` or `top`) carries out itself."""
    handler = _innermost(command).handler or ""
    return _HANDLED.get(handler, frozenset(_DISPLAY if handler in OPERATIONS else ()))


def _innermost(command: Command) -> Command:
    while command.inner is not None:
        command = command.inner
    return command


def routine(context: Context, command: Command) -> Routine:
    """The routine of a command: the CLI's own, or that of an operation; of the inner one behind `run` or `top`."""
    command = _innermost(command)
    handler = command.handler or ""
    run = COMMANDS.get(handler, operating.operate)(context, command)
    if handler in _EDITS:
        run = _edit(context, run)
    run = reported(context, command, guarded(context, handler, run))
    question = question_of(context.login_class, command.line)
    return run if question is None else confirmed(question, run)


def _edit(context: Context, run: Routine) -> Routine:
    """An edit, unless the locks refuse it."""
    assert context.editing is not None
    context.editing.candidate.admit_edit()
    yield from run

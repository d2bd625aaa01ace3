"""Every wording of the CLI that is not the output of a command: errors, questions, notices.

Sources: the guides, and captures of devices; see `docs/fidelity.md` for those that are our own choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.device.commit_log import COMPLETE, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from junosim.config.formats.problems import LoadProblem
    from junosim.config.load import Loaded
    from junosim.config.stages import Stage
    from junosim.errors import CommitError, Problem, SyntaxProblem
    from junosim.schema.walk import Path

UNKNOWN_COMMAND = "unknown command."
EXPECTING_COMMAND = "syntax error, expecting <command>."
EXPECTING_STATEMENT = "syntax error, expecting <statement> or <identifier>."
SYNTAX_ERROR = "syntax error."
MISSING_ARGUMENT = "missing argument."
NO_COMPLETIONS = "No valid completions"
LINE_TOO_LONG = "error: command line is longer than 65536 bytes"

ENTERING = "Entering configuration mode"
ALREADY_CONFIGURING = "already in configuration mode"  # [g]
EXITING = "Exiting configuration mode"
USERS_EDITING = "Users currently editing the configuration:"
CHANGED = "The configuration has been changed but not committed"
WILL_BE_DISCARDED = "warning: uncommitted changes will be discarded on exit"
AUTO_ROLLBACK = "warning: Auto rollback on exiting 'configure exclusive'"
DISCARD_QUESTION = "Discard uncommitted changes? [yes,no] (yes) "
DISCARDING = "warning: discarding uncommitted changes"
EXIT_QUESTION = "Exit with uncommitted changes? [yes,no] (yes) "
DELETE_ALL = "This will delete the entire configuration"
DELETE_QUESTION = "Delete everything under this level? [yes,no] (no) "
STOP_QUESTIONS = {
    "reboot": "Reboot the system ? [yes,no] (no) ",
    "halt": "Halt the system ? [yes,no] (no) ",
    "power-off": "Power Off the system ? [yes,no] (no) ",
}
STOP_VMHOST_QUESTIONS = {
    "reboot": "Reboot the vmhost ? [yes,no] (no) ",
    "halt": "Halt the vmhost ? [yes,no] (no) ",
    "power-off": "Power-off the vmhost ? [yes,no] (no) ",
}  # recalled
OTHER_ENGINE_STAYS = (
    "warning: This command will not halt the other routing-engine.",
    "If planning to switch off power, use the both-routing-engines option.",
)
ZEROIZE_WARNING = "warning: System will be rebooted and may not boot without configuration"
CLEANUP_HEADER = "         Size Date         Name"
CLEANUP_QUESTION = "Delete these files ? [yes,no] (no) "
ZEROIZE_QUESTION = "Erase all data, including configuration and log files? [yes,no] (no) "
ZEROIZE_VMHOST_QUESTION = (
    "VMHost Zeroization : Erase all data, including configuration and log files ? [yes,no] (no) "
)
NO_STOP_PLANNED = "No shutdown/reboot scheduled."  # recalled
STOP_CANCELLED = "Terminating..."  # vendor documentation
COMMIT_COMPLETE = COMPLETE
CHECK_SUCCEEDS = "configuration check succeeds"
LOAD_COMPLETE = "load complete"
LOAD_FAILED = "load failed"
FACTORY_CONFIGURATION = "warning: activating factory configuration"
NO_REQUEST = "xml rpc equivalent of this command is not available."
TYPE_TEXT = "[Type ^D at a new line to end input]"
PERMISSION_DENIED = "permission denied"
DATABASE_MODIFIED = "configuration database modified"
SHARED_DATABASE_MODIFIED = "shared configuration database modified"
LOCKED_BY = "configuration database locked by:"
PRIVATE_EDITS = "private edits in use. Try 'configure private' or 'configure exclusive'."
NOT_CONFIRMED_IN_PRIVATE = "commit confirmed not supported for private configuration"
COMMIT_FROM_TOP = "private configuration must be committed from the top level"  # [g]
UPDATE_IN_PRIVATE = "update is valid only in private mode"  # [g]
NOT_IN_FIPS_MODE = "device is not in FIPS mode"  # [g]
NO_OTHER_ENGINE = "Could not connect to re1 : No route to host"

SU_PASSWORD = "Password:"
SU_REFUSED = "su: Sorry"

NEW_PASSWORD = "New password:"
RETYPE_PASSWORD = "Retype new password:"
ONE_PASSWORD = "a password is asked for one account at a time"  # our wording
NO_SECRET = "a secret cannot be empty"  # our wording
NO_KEY = "not a public key"  # our wording
PASSWORD_EXPIRED = "password has expired and must be changed first"  # our wording
PASSWORDS_DIFFER = "Passwords are not equal; aborting"

_ASKED_AS: Mapping[tuple[str, ...], str] = {("key-chain", "key", "secret"): "cak"}
"""The last words of secrets that questions call otherwise, and what they call them [guide]."""

_LONGEST_EXCERPT = 250  # characters

_SYNTAX = {
    "unknown-command": UNKNOWN_COMMAND,
    "expecting-command": EXPECTING_COMMAND,
    "expecting-statement": EXPECTING_STATEMENT,
    "syntax": SYNTAX_ERROR,
    "missing-argument": MISSING_ARGUMENT,
    "denied": f"{PERMISSION_DENIED}.",
}


def syntax_text(problem: SyntaxProblem) -> str:
    """The line under the caret."""
    if problem.kind == "ambiguous":
        return f"'{problem.word}' is ambiguous."
    return _SYNTAX.get(problem.kind) or problem.message


def error_line(message: str, severity: str = "error") -> str:
    """`error: …` or `warning: …`, as a command itself reports a problem."""
    return f"{severity}: {message}"


def not_valid_on(model: str) -> str:
    """The answer of a command that the device does not run."""
    return error_line(f"command is not valid on the {model}")


def no_match(text: str) -> str:
    """The answer of `help` that finds nothing [g]."""
    return error_line(f"no matching entry for '{text}'")


def internal_error(identifier: str) -> str:
    """What a session shows of a fault of the program; the log line carries the same identifier."""
    return error_line(f"internal error ({identifier})")


def unknown_login(user: str) -> str:
    """`start shell user` for somebody who has no account."""
    return f"su: unknown login: {user}"


def last_login(moment: datetime, origin: str) -> str:
    """The first line of a session, but for a user's first [captures]; an address stands without its scope."""
    where = f" from {origin.partition('%')[0]}" if origin else ""
    return f"Last login: {moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}{where}"


def last_login_on_console(moment: datetime, origin: str, terminal: str) -> str:
    """The same on the console: without the year (the guide), and with the terminal of a login there (FreeBSD)."""
    where = f"from {origin.partition('%')[0]}" if origin else f"on {terminal}"
    return f"Last login: {moment:%a %b} {moment.day:2} {moment:%H:%M:%S} {where}"


MONITOR_SHOWN = "*** monitor and syslog output enabled, press ESC-Q to disable ***"
MONITOR_HIDDEN = "*** monitor and syslog output disabled, press ESC-Q to enable ***"


def monitored(name: str, moment: datetime) -> str:
    """A line of `monitor list` [layout: vendor documentation]."""
    return f'monitor start "{name}" (Last changed {moment:%b} {moment.day:2} {moment:%H:%M:%S})'


def too_many_monitored(most: int) -> str:
    """The refusal of `monitor start` [our wording]."""
    return f"no more than {most} files can be monitored"


def refreshed(moment: datetime) -> str:
    """The line above each display of `| refresh` [captures]."""
    return f"---(refreshed at {moment:%Y-%m-%d %H:%M:%S %Z})---"


def stop_planned(kind: str, user: str, moment: datetime, pid: int) -> list[str]:
    """A stop that waits for its time [vendor documentation]."""
    when = f"{moment:%a %b} {moment.day:2} {moment:%H:%M:%S %Y}"
    return [f"{kind} requested by {user} at {when}", f"[process id {pid}]"]


def new_secret(path: Path) -> tuple[str, str]:
    """The two questions of `prompt` for the secret that a path ends with (guides, "preshared key")."""
    words = tuple(step.node.word for step in path[-3:])
    name = _ASKED_AS.get(words, words[-1])
    return f"New {name} (secret):", f"Retype new {name} (secret):"


def bad_key(name: str, number: int, problem: str) -> str:
    """What is wrong with a line of the file of `load-key-file` [g]."""
    return f"{name}: line {number}: {problem}"


def no_keys(name: str) -> str:
    """The file of `load-key-file` has no key in it [g]."""
    return f"no public keys in '{name}'"


def matched(names: Iterable[str]) -> Iterator[str]:
    """What `wildcard delete` is about to delete (capture of a device)."""
    for name in names:
        yield f"  matched: {name}"


def delete_objects(count: int) -> str:
    """The question of `wildcard delete` (capture of a device)."""
    return f"Delete {count} objects? [yes,no] (no) "


def predefined_class(name: str) -> str:
    """A predefined login class is configured, and gets another name [vendor documentation]."""
    return f"warning: '{name}' is a predefined class name; changing to '{name}-local'"


def predefined_target(name: str) -> str:
    """A predefined login class was to be renamed or copied [vendor documentation]."""
    return f"target '{name}' is a predefined class"


def confirmation(text: str) -> str:
    """The question before a command that a login class wants to be confirmed; the one without a text is ours."""
    return f"{text or 'Do you want to continue ?'} [yes,no] (no) "


def findings(problems: tuple[Problem, ...]) -> Iterator[str]:
    """The findings of a commit: path, quoted statement, message; one of no statement is a line by itself."""
    for problem in problems:
        if problem.is_deed:
            yield problem.message
            continue
        if not problem.path and not problem.statement:
            yield f"warning: {problem.message}" if problem.warning else error_line(problem.message)
            continue
        yield level(problem.path)
        if problem.statement:
            yield f"  '{problem.statement}'"
        yield "    " + ("warning: " if problem.warning and not problem.notice else "") + problem.message


def commit_refused(problem: CommitError, *, check: bool) -> Iterator[str]:
    """All findings and the closing line of a refused commit."""
    yield from findings(problem.problems)
    yield commit_closing(problem, check=check)


def commit_closing(problem: CommitError, *, check: bool) -> str:
    """The closing line of a refused commit."""
    if check or not problem.reason:
        return error_line(
            "configuration check-out failed" + (f": ({problem.reason})" if problem.reason else "")
        )
    return error_line(f"commit failed: ({problem.reason})")


def merge_conflict(problems: tuple[Problem, ...]) -> Iterator[str]:
    """The statements that a private candidate and a commit of others have changed in different ways."""
    yield from findings(problems)
    yield f"{LOAD_COMPLETE} ({len(problems)} errors)"


def commit_at(time: datetime | None) -> str:
    """The hour of a commit that waits, after the name of its command; None is the next boot."""
    return f"commit at {time:%Y-%m-%d %H:%M:%S %Z}" if time is not None else "commit at reboot"


def scheduled(time: datetime | None) -> str:
    """What `commit at` says when it was taken."""
    return "commit at will be executed at " + (
        f"{time:%Y-%m-%d %H:%M:%S %Z}" if time is not None else "reboot"
    )


def commit_stage(stage: Stage) -> tuple[str, ...]:
    """What is said of a stage of a commit."""
    return STEPS[stage]


def commit_detail(stage: Stage, now: datetime) -> Iterator[str]:
    """The lines of a stage, with the time; its microseconds have no leading zeros, as in the capture."""
    for text in STEPS[stage]:
        yield f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond} {now:%Z}: {text}"


def confirmed_within(minutes: int) -> str:
    """What `commit confirmed` says before it is complete."""
    return f"commit confirmed will be automatically rolled back in {_minutes(minutes)} unless confirmed"


def reminder(minutes: int) -> str:
    """The line above every prompt until the commit is confirmed."""
    return f"# commit confirmed will be rolled back in {_minutes(minutes)}"


def _minutes(number: int) -> str:
    return f"{number} minute{'' if number == 1 else 's'}"


def text_too_long(limit: int) -> str:
    """The refusal of a text typed or pasted for `load` [our wording]."""
    return f"text is longer than {limit} characters"


def text_line_too_long(number: int) -> str:
    """The same for one line of it [our wording]."""
    return f"line {number} of the text is longer than 65536 bytes"


def could_not_open(name: str, reason: str) -> str:
    """The refusal of a file that cannot be read or written, with the reason of the system [our wording]."""
    return f"could not open '{name}': {reason}"


def could_not_write(name: str, reason: str) -> str:
    """The refusal of a file that was opened, but cannot hold what is to be written [our wording]."""
    return f"could not write '{name}': {reason}"


def unreachable(host: str, reason: str, *, writing: bool) -> str:
    """The refusal of a file on another host: two errors, the second from memory of real devices."""
    return f"{host}: {reason}\n" + error_line("put-file failed" if writing else "file-fetch failed")


def damaged_file(name: str) -> str:
    """The refusal of a packed file that cannot be unpacked [our wording]."""
    return f"could not uncompress '{name}'"


def wrote(lines: int, what: str, name: str) -> str:
    """What `save` and its kin say at the end; `what` was written: `configuration` or `output`."""
    return f"Wrote {lines} lines of {what} to '{name}'"


def load_report(name: str, loaded: Loaded, *, commands: bool) -> Iterator[str]:
    """What `load` says of a text (`name`: `terminal`): its problems, and the closing line.

    For a text of `commands` (`load set`) a problem is one line, and the errors are not counted.
    """
    yield from load_problems(name, loaded, commands=commands)
    counted = loaded.errors and not commands
    closing = LOAD_FAILED if loaded.refused else LOAD_COMPLETE
    yield closing + (f" ({loaded.errors} errors)" if counted else "")


def load_problems(name: str, loaded: Loaded, *, commands: bool) -> Iterator[str]:
    """What was wrong with a text that was loaded, or read to be compared with; see `load_report`."""
    for problem in loaded.problems:
        source, message = excerpt(problem.source), excerpt(problem.message)
        if problem.warning:
            yield level(problem.path)
            yield f"  '{source}'"
            yield f"    warning: {message}"
            continue
        yield _position(name, problem)
        if source and not commands:
            yield f"  {level(problem.path)}"
            yield f"    '{source}'"
            yield f"      {message}"


def _position(name: str, problem: LoadProblem) -> str:
    named = not problem.word or f"'{problem.word}'" in problem.message
    word = "" if named else f": {excerpt(problem.word)}"
    return f"{name}:{problem.line}:({problem.column}) {excerpt(problem.message)}{word}"


def excerpt(text: str) -> str:
    """The first line of a piece of a text that is loaded, which may be all of it; cut where it is too long [g]."""
    line = text.partition("\n")[0]
    return line if len(line) <= _LONGEST_EXCERPT else line[:_LONGEST_EXCERPT] + "..."


def level(path: tuple[str, ...]) -> str:
    """A level of the hierarchy, as messages name it: `[edit system login]`."""
    return "[edit" + "".join(f" {word}" for word in path) + "]"

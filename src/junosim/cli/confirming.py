"""Commands that ask before they run: `confirm-commands` of a login class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.context import Ask
from junosim.schema.patterns import BadPattern, Pattern

if TYPE_CHECKING:
    from junosim.access.classes import LoginClass
    from junosim.cli.context import Routine


def question_of(login_class: LoginClass, line: str) -> str | None:
    """What a class asks before this command line runs; None when it asks nothing."""
    for confirmation in login_class.confirmations:
        if _matches(confirmation.pattern, line):
            return messages.confirmation(confirmation.message)
    return None


def confirmed(question: str, routine: Routine) -> Routine:
    """The routine of a command, if the user says yes; who cannot be asked has said no."""
    answer = yield Ask(question, default="no")
    if answer == "yes":
        yield from routine
    else:
        routine.close()


def _matches(pattern: str, line: str) -> bool:
    """What is no pattern matches everything: it is better to ask."""
    try:
        return Pattern(pattern).found_in(line)
    except BadPattern:
        return True

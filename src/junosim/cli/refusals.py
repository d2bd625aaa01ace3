"""What is printed when a command is refused: the words for the typed errors of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.cli import messages
from junosim.cli.editing_users import locked_by
from junosim.errors import (
    ConfigurationError,
    DatabaseModified,
    JunosimError,
    LockHeld,
    MergeConflict,
    PrivateEdits,
    ValueProblem,
)

if TYPE_CHECKING:
    from junosim.cli.context import Context


def refusal(context: Context, problem: JunosimError) -> list[str]:
    """The lines that say what is wrong."""
    if isinstance(problem, ConfigurationError):
        return [messages.error_line(problem.message, problem.severity)]
    if isinstance(problem, LockHeld):
        return list(locked_by(context))
    if isinstance(problem, PrivateEdits):
        return [messages.error_line(messages.PRIVATE_EDITS)]
    if isinstance(problem, DatabaseModified):
        text = messages.SHARED_DATABASE_MODIFIED if problem.private else messages.DATABASE_MODIFIED
        return [messages.error_line(text)]
    if isinstance(problem, MergeConflict):
        return list(messages.merge_conflict(problem.problems))
    return [messages.error_line(problem.message if isinstance(problem, ValueProblem) else str(problem))]

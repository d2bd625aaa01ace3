"""Configuration mode: the commands that change many statements at once, and leave all of them as they were if one
cannot be changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, Final

from junosim.cli import messages
from junosim.cli.commands.changing import delete_level
from junosim.cli.context import Ask
from junosim.cli.secrets import is_password_question
from junosim.cli.whole import whole
from junosim.config import edit, marks
from junosim.config.lookup import lookup
from junosim.config.wholesale import replacing, wildcard
from junosim.errors import ConfigurationError, SyntaxProblem
from junosim.schema.patterns import Pattern, Substitution

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from junosim.cli.command import Command
    from junosim.cli.context import Context, Routine
    from junosim.config.tree import Branch, Owner
    from junosim.config.workspace import Workspace
    from junosim.schema.walk import Path, Walker

_SLICE: Final = 20  # statements between two pauses: about 2 ms


def wildcard_delete(context: Context, command: Command) -> Routine:
    """`wildcard delete PATH PATTERN`: after a question, all statements there whose names match.

    List entries that the user may not see are none of them.
    """
    assert context.editing is not None
    if command.place is None:
        yield from delete_level(context, command.base)
        return
    candidate, pattern = context.editing.candidate, Pattern(command.pattern, case_sensitive=True)
    candidate.freeze()  # others may edit between two slices
    named = yield from wildcard.matches(candidate.root, command.place, pattern.found_in)
    found = [match for match in named if context.authority.may_name(match.path)]
    if not found:
        raise ConfigurationError(edit.NOT_FOUND, "warning")
    yield from messages.matched(match.name for match in found)
    answer = yield Ask(messages.delete_objects(len(found)), default="no")
    if answer != "yes":
        return

    def work(fork: Workspace) -> Generator[None, None, None]:
        for count, match in enumerate(found, 1):
            if lookup(fork.root, match.path) is not None:  # another session may have been faster
                fork.apply(edit.delete, match.path)
            if count % _SLICE == 0:
                yield

    yield from whole(context.editing.candidate, work)


def replace_pattern(context: Context, command: Command) -> Routine:
    """`replace pattern A with B [upto N]`: at and below the level of the session; without N, everywhere."""
    assert context.editing is not None
    given = command.arguments
    substitute = Substitution(given["pattern"], given["with"])
    limit = int(given.get("upto", "0")) or None
    yield from whole(
        context.editing.candidate,
        lambda fork: replacing.replace_pattern(fork, command.base, substitute, limit),
    )


# ---------------------------------------------------------------------- wildcard range


def _over_range(
    edits: Callable[[Workspace, Walker, Command], None],
) -> Callable[[Context, Command], Routine]:
    """The routine that does `edits` for each statement of a range; warnings do not stop it."""

    def run(context: Context, command: Command) -> Routine:
        assert context.editing is not None
        assert command.ranged is not None
        ranged = command.ranged

        def work(fork: Workspace) -> Generator[None, None, list[str]]:
            warnings: list[str] = []
            for count, walker in enumerate(_checked(ranged.expand()), 1):
                try:
                    edits(fork, walker, command)
                except ConfigurationError as problem:
                    if problem.severity != "warning":
                        raise
                    warnings.append(messages.error_line(problem.message, problem.severity))
                if count % _SLICE == 0:
                    yield
            return warnings

        yield (yield from whole(context.editing.candidate, work))

    return run


def _checked(statements: Iterator[Walker]) -> Iterator[Walker]:
    """The statements of a range; a word that only some of them refuse is found when it is their turn."""
    try:
        yield from statements
    except SyntaxProblem as problem:
        text = problem.message or f"{messages.SYNTAX_ERROR.rstrip('.')}: {problem.word}"
        raise ConfigurationError(text) from problem


def _set(work: Workspace, walker: Walker, _command: Command) -> None:
    for path in walker.statements:
        if is_password_question(path):
            raise ConfigurationError(messages.ONE_PASSWORD)
        work.apply(edit.set_, path)


def _annotate(work: Workspace, walker: Walker, command: Command) -> None:
    work.apply(marks.annotate, walker.path, command.text)


def _on_each(
    operation: Callable[Concatenate[Branch, Owner, Path, ...], Branch],
) -> Callable[[Context, Command], Routine]:
    return _over_range(lambda work, walker, _command: work.apply(operation, walker.path))


range_activate = _on_each(marks.activate)
range_annotate = _over_range(_annotate)
range_deactivate = _on_each(marks.deactivate)
range_delete = _on_each(edit.delete)
range_protect = _on_each(marks.protect)
range_set = _over_range(_set)
range_unprotect = _on_each(marks.unprotect)

"""From a command's answer to what a session shows. Text now; other renderings walk the same model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.operations.operation import Context, Operation


def text(operation: Operation, context: Context) -> Iterable[str]:
    """Carry out the command and give the lines of its output, without line ends."""
    answer = operation.handler(context)
    return () if answer is None else operation.view(answer, context)

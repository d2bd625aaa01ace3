"""The tasks of one server: started from callbacks, never dropped, ended together."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_log = logging.getLogger(__name__)


class Supervisor:
    """Holds the tasks of one server until each has ended.

    `asyncio.TaskGroup` would tie them to the task that entered it and end all of them with the first that
    fails; a server is stopped from another task than the one that started it, and one faulty connection must
    not end the others. So each task runs in a wrapper that never raises: it logs.
    """

    __slots__ = ("_tasks",)

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[None, None, None], name: str) -> asyncio.Task[None]:
        """Run `work` as a task of its own, which is returned; `name` is for the log."""
        task = asyncio.get_running_loop().create_task(_guarded(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # it may have been cancelled before it began
        return task

    def canceller(self) -> Callable[[], None]:
        """What ends every task there is now, and none that begins later; each cleans up on its own."""
        tasks = tuple(self._tasks)

        def cancel() -> None:
            for task in tasks:
                task.cancel()

        return cancel

    async def close(self) -> None:
        """Cancel every task and wait until all have cleaned up."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


async def _guarded(work: Coroutine[None, None, None], name: str) -> None:
    try:
        await work
    except Exception:
        _log.exception("task %s failed", name)

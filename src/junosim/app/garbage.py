"""The garbage collector of the process: never a long pause while somebody is at work.

A full collection looks at every object that lives, and no session gets its turn meanwhile: with a configuration of
100,000 lines for some 0.2 s. What such a collection has found alive is therefore not looked at again as long as there
are sessions. When all have gone, everything is looked at once, for what was alive then and lies in a ring by now.
"""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_OLDEST: Final = 2  # the generation that only a full collection looks at
_YOUNG, _MIDDLE, _FULL = 700, 10, 4  # collections of one generation before one of the next, objects at first
_STANDARD: Final = gc.get_threshold()
_LOOK: Final = 60.0  # seconds between two looks whether all sessions have gone


class GarbageCollector:
    """Keeps collections short while `is_busy`; one for a process, which calls `start`."""

    def __init__(self, is_busy: Callable[[], bool]) -> None:
        self._is_busy = is_busy
        self._is_tidy = True  # nothing was put aside since everything was looked at

    def start(self) -> None:
        """From now on; what lives already, the schema most of all, is not looked at again."""
        gc.freeze()
        gc.set_threshold(_YOUNG, _MIDDLE, _FULL)
        gc.callbacks.append(self._collected)

    async def run(self) -> None:
        """Tidy up whenever all sessions have gone; runs until it is cancelled."""
        while True:
            await asyncio.sleep(_LOOK)
            self.tidy()

    def tidy(self) -> None:
        """Look at everything once more, if anything was put aside and nobody is at work."""
        if self._is_tidy or self._is_busy():
            return
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._is_tidy = True

    def stop(self) -> None:
        """Leave the collector as it was."""
        gc.callbacks.remove(self._collected)
        gc.set_threshold(*_STANDARD)
        gc.unfreeze()

    def _collected(self, phase: str, info: dict[str, Any]) -> None:
        if phase == "stop" and info["generation"] == _OLDEST:
            gc.freeze()
            self._is_tidy = False

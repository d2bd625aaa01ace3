"""What each further device of a process costs, and 500 of them."""

from __future__ import annotations

from time import perf_counter

from benchmarks.figures import Figure
from benchmarks.processes import product_command, resident_bytes, spawned

_DEVICES = 500


async def measure() -> list[Figure]:
    """Time and memory of a further device; time until 500 listen."""
    one_time, one_bytes = await _start(1)
    all_time, all_bytes = await _start(_DEVICES)
    further = _DEVICES - 1
    return [
        Figure("each further device", (all_time - one_time) / further * 1e3, "ms", 10.0),
        Figure("each further device, memory", (all_bytes - one_bytes) / further / 1024, "KB", 100.0),
        Figure(f"{_DEVICES} devices listening", all_time, "s", 5.0),
    ]


async def _start(count: int) -> tuple[float, int]:
    """Seconds until `count` devices listen, and the memory of their process."""
    begun = perf_counter()
    async with spawned(product_command("--count", str(count)), lines=count) as ready:
        return perf_counter() - begun, resident_bytes(ready[0]["pid"])

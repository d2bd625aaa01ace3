"""Boots into FIPS mode, without a pace: one device, a thousand in one process, and what others wait meanwhile."""

from __future__ import annotations

import asyncio
import gc
from statistics import median
from time import perf_counter, thread_time

from benchmarks.figures import Figure
from junosim.assemble.blueprint import Blueprint, draft
from junosim.clock import SystemClock
from junosim.device import boot
from junosim.entropy import SystemEntropy
from junosim.servers.device_timer import DeviceTimer, Steps

_PLATFORM = "mx480"
_RUNS = 15
_DEVICES = 1000


async def measure() -> list[Figure]:
    """Milliseconds of one boot, seconds of a thousand, milliseconds of the longest turn meanwhile."""
    gc.freeze()
    blueprint = draft(_PLATFORM, SystemClock(), SystemEntropy(), fips=True)
    _boot(blueprint)  # reads the vectors and the texts
    boots = [_boot(blueprint) for _ in range(_RUNS)]
    seconds, turns = await _boot_many(blueprint)
    return [
        Figure(
            "boot into FIPS mode, with the 69 tests", median(boots) * 1e3, "ms", 50.0, note=f"{_RUNS} runs"
        ),
        Figure(f"boots: {_DEVICES} devices in one process", seconds, "s", 60.0),
        Figure("boots: 99.9 % of the turns meanwhile", turns[int(0.999 * len(turns))] * 1e3, "ms", 10.0),
        Figure("boots: longest turn meanwhile", turns[-1] * 1e3, "ms", float("inf")),
    ]


def _boot(blueprint: Blueprint) -> float:
    """Seconds from power-on to the login prompt; the device is made before."""
    device = blueprint.build(None, SystemClock(), SystemEntropy(), power=False)
    begun = perf_counter()
    boot.power_on(device)
    device.lifecycle.settle()
    took = perf_counter() - begun
    if not device.lifecycle.state.in_fips_mode:
        raise RuntimeError(f"it is {device.lifecycle.state}")
    return took


async def _boot_many(blueprint: Blueprint) -> tuple[float, list[float]]:
    """Seconds until all are up, made and booted at once; the turns of the event loop, sorted."""
    begun = perf_counter()
    steps, timers, left = Steps(), [], _DEVICES
    over = asyncio.Event()

    def look(state: object) -> None:
        nonlocal left
        left -= state == "fips"
        if not left:
            over.set()

    for number in range(_DEVICES):
        device = blueprint.build(f"r{number}", SystemClock(), SystemEntropy(), power=False)
        device.lifecycle.watchers.append(look)
        timers.append(DeviceTimer(device, steps))
        boot.power_on(device)
        timers[-1].start()
        await asyncio.sleep(0)
    turns: list[float] = []
    last = thread_time()  # of this thread alone: what else runs on the host does not count
    while not over.is_set():
        await asyncio.sleep(0)
        now = thread_time()
        turns.append(now - last)
        last = now
    for timer in timers:
        timer.stop()
    return perf_counter() - begun, sorted(turns)

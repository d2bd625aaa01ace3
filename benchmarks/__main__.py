"""`python -m benchmarks [NAME ...]`: startup, audit, devices, boots, floor, sessions, candidate, configuration,
checks, groups, latency, log_hosts, logins, netconf, calls, datastores, state, transfers, selftests, paths.

Without a name all are run but `paths`, which tries every statement of every release and takes minutes. Each figure is
printed beside its promise. The client is this process, the product and the floor are processes of their own. Ends
with status 1 when a promise is not kept.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys

from benchmarks import (
    against_floor,
    audit,
    boots,
    calls,
    candidate,
    checks,
    configuration,
    datastores,
    devices,
    groups,
    latency,
    log_hosts,
    logins,
    netconf,
    paths,
    selftests,
    sessions,
    startup,
    state,
    transfers,
)

_MODULES = {
    "startup": startup,
    "audit": audit,
    "devices": devices,
    "boots": boots,
    "floor": against_floor,
    "sessions": sessions,
    "candidate": candidate,
    "configuration": configuration,
    "checks": checks,
    "groups": groups,
    "latency": latency,
    "log_hosts": log_hosts,
    "logins": logins,
    "netconf": netconf,
    "calls": calls,
    "datastores": datastores,
    "state": state,
    "transfers": transfers,
    "selftests": selftests,
    "paths": paths,
}
_ON_REQUEST = frozenset({"paths"})


async def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; the exit status."""
    unknown = [name for name in names if name not in _MODULES]
    if unknown:
        print(f"unknown: {' '.join(unknown)}; known: {' '.join(_MODULES)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    kept = True
    for name in names or [name for name in _MODULES if name not in _ON_REQUEST]:
        for figure in await _MODULES[name].measure():
            print(figure, flush=True)
            kept = kept and figure.holds
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))

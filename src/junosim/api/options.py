"""The options of `junosim.start`, for those who pass them on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from junosim.assemble.lab import User
    from junosim.clock import Clock
    from junosim.entropy import Entropy


class StartOptions(TypedDict, total=False):
    """What `junosim.start` takes beside the platform."""

    config: str | Path
    hostname: str | None
    users: tuple[User, ...] | None
    bind: str
    port: int
    netconf_port: int
    clock: Clock | None
    entropy: Entropy | None
    state: str | Path | None
    fips: bool
    factory: bool
    pace: float
    faults: Sequence[str]
    heed_limits: bool
    syslog_targets: Sequence[str]

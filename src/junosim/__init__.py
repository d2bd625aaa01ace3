"""junosim: a digital twin of Juniper routers and switches as their FIPS / Common Criteria guides describe them.

Public are the names in `__all__`, `junosim.testing` and the fixtures of `junosim.pytest_plugin`; every other
module is internal and may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.api import start
    from junosim.api.life import LifecycleTimeout
    from junosim.api.running import RunningDevice, SshAccess
    from junosim.assemble.blueprint import StartConfigurationError
    from junosim.assemble.lab import User
    from junosim.device.lifecycle import LifecycleError, State
    from junosim.device.panel import Light, NoSuchButton
    from junosim.errors import JunosimError, PlatformError, UnknownFault

__all__ = [
    "JunosimError",
    "LifecycleError",
    "LifecycleTimeout",
    "Light",
    "NoSuchButton",
    "PlatformError",
    "RunningDevice",
    "SshAccess",
    "StartConfigurationError",
    "State",
    "UnknownFault",
    "User",
    "start",
]

_HOMES = {
    "JunosimError": "junosim.errors",
    "LifecycleError": "junosim.device.lifecycle",
    "LifecycleTimeout": "junosim.api.life",
    "Light": "junosim.device.panel",
    "NoSuchButton": "junosim.device.panel",
    "PlatformError": "junosim.errors",
    "RunningDevice": "junosim.api.running",
    "SshAccess": "junosim.api.running",
    "StartConfigurationError": "junosim.assemble.blueprint",
    "State": "junosim.device.lifecycle",
    "UnknownFault": "junosim.errors",
    "User": "junosim.assemble.lab",
    "start": "junosim.api",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used: the command line pays only for what it needs."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'junosim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

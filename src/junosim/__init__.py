"""junosim: a digital twin of Juniper routers and switches as their FIPS / Common Criteria guides describe them.

Public are the names in `__all__`, `junosim.testing` and the fixtures of `junosim.pytest_plugin`; every other
module is internal and may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.api import start
    from junosim.api.running import RunningDevice, SshAccess
    from junosim.assemble.blueprint import StartConfigurationError
    from junosim.assemble.lab import User
    from junosim.errors import JunosimError, PlatformError

__all__ = [
    "JunosimError",
    "PlatformError",
    "RunningDevice",
    "SshAccess",
    "StartConfigurationError",
    "User",
    "start",
]

_HOMES = {
    "JunosimError": "junosim.errors",
    "PlatformError": "junosim.errors",
    "RunningDevice": "junosim.api.running",
    "SshAccess": "junosim.api.running",
    "StartConfigurationError": "junosim.assemble.blueprint",
    "User": "junosim.assemble.lab",
    "start": "junosim.api",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used: the command line pays only for what it needs."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'junosim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

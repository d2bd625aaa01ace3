"""Who may log in over SSH at all: `system services ssh`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.statements import active, container, value
from junosim.access.users import ROOT

if TYPE_CHECKING:
    from junosim.config.tree import Branch


def takes_password(tree: Branch, user: str) -> bool:
    """True when this user may log in with a password.

    `no-passwords` forbids it to all, `root-login deny` or `deny-password` to root. Without a statement root
    may log in, as in older releases; the default of 19.1 is not known to us [g].
    """
    ssh = container(tree, "system", "services", "ssh")
    if active(ssh, "no-passwords") is not None:
        return False
    return user != ROOT or value(ssh, "root-login") in {None, "allow"}


def takes_key(tree: Branch, user: str) -> bool:
    """True when this user may log in with a key; `no-public-keys` forbids it, `root-login deny` to root."""
    ssh = container(tree, "system", "services", "ssh")
    if active(ssh, "no-public-keys") is not None:
        return False
    return user != ROOT or value(ssh, "root-login") != "deny"

"""Who may log in over SSH, transfer files with it, and use NETCONF: `system services`, `system login class`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.users import ROOT
from junosim.config.query import branch, find, leaf_text

if TYPE_CHECKING:
    from junosim.access.classes import LoginClass
    from junosim.config.tree import Branch


def takes_password(tree: Branch, user: str, root_login: str) -> bool:
    """True when this user may log in with a password.

    `no-passwords` forbids it to all, `root-login deny` or `deny-password` to root. `root_login` is what holds for
    root on this platform without a statement.
    """
    ssh = branch(tree, "system", "services", "ssh")
    if find(ssh, "no-passwords") is not None:
        return False
    return user != ROOT or (leaf_text(ssh, "root-login") or root_login) == "allow"


def takes_key(tree: Branch, user: str, root_login: str) -> bool:
    """True when this user may log in with a key; `no-public-keys` forbids it, `root-login deny` to root.

    `root_login` as in `takes_password`.
    """
    ssh = branch(tree, "system", "services", "ssh")
    if find(ssh, "no-public-keys") is not None:
        return False
    return user != ROOT or (leaf_text(ssh, "root-login") or root_login) != "deny"


def serves_sftp(tree: Branch, login_class: LoginClass) -> bool:
    """True when a member of this class gets the subsystem `sftp`.

    From 19.1 on no client does unless `sftp-server` is configured [vendor documentation].
    """
    wanted = find(branch(tree, "system", "services", "ssh"), "sftp-server") is not None
    return wanted and bool(login_class.permissions) and not login_class.no_sftp_server


def serves_netconf(tree: Branch, login_class: LoginClass) -> bool:
    """True when a member of this class gets the subsystem `netconf` (`system services netconf ssh`).

    A class without any permission does not [g].
    """
    wanted = find(branch(tree, "system", "services", "netconf"), "ssh") is not None
    return wanted and bool(login_class.permissions)


def speaks_junoscript(login_class: LoginClass) -> bool:
    """True when a member of this class may speak the Junos XML protocol, which needs no statement.

    A class without any permission may not [g].
    """
    return bool(login_class.permissions)


def serves_scp(login_class: LoginClass) -> bool:
    """True when a member of this class may run `scp` on the device, which needs no statement.

    A class without any permission may neither do this nor use SFTP [g].
    """
    return bool(login_class.permissions) and not login_class.no_scp_server

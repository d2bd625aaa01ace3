"""The permission flags of login classes, as the release knows them.

Flags are not cumulative: `configure` does not include `view`. The plain flag of an area lets its statements
be seen, the `-control` flag lets them be changed. The texts are those of `show cli authorization` as recalled from
the vendor's documentation; those of flow-tap, idp-profiler, pgcp, storage and unified-edge are guesses [g].
"""

from __future__ import annotations

ALL = "all"
ALL_CONTROL = "all-control"
CONTROL_SUFFIX = "-control"

FLAG_TEXTS: dict[str, str] = {
    "admin": "Can view user accounts",
    "admin-control": "Can modify user accounts",
    "clear": "Can clear learned network info",
    "configure": "Can enter configuration mode",
    "control": "Can modify any config",
    "field": "Can use field debug commands",
    "floppy": "Can read and write the floppy",
    "interface": "Can view interface configuration",
    "interface-control": "Can modify interface configuration",
    "network": "Can access the network",
    "reset": "Can reset/restart interfaces and daemons",
    "routing": "Can view routing configuration",
    "routing-control": "Can modify routing configuration",
    "shell": "Can start a local shell",
    "snmp": "Can view SNMP configuration",
    "snmp-control": "Can modify SNMP configuration",
    "system": "Can view system configuration",
    "system-control": "Can modify system configuration",
    "trace": "Can view trace file settings",
    "trace-control": "Can modify trace file settings",
    "view": "Can view current values and statistics",
    "maintenance": "Can become the super-user",
    "firewall": "Can view firewall configuration",
    "firewall-control": "Can modify firewall configuration",
    "secret": "Can view secret statements",
    "secret-control": "Can modify secret statements",
    "rollback": "Can rollback to previous configurations",
    "security": "Can view security configuration",
    "security-control": "Can modify security configuration",
    "access": "Can view access configuration",
    "access-control": "Can modify access configuration",
    "view-configuration": "Can view all configuration (not including secrets)",
    "flow-tap": "Can view flow-tap configuration",
    "flow-tap-control": "Can modify flow-tap configuration",
    "flow-tap-operation": "Can tap flows",
    "idp-profiler-operation": "Can Profiler data",
    "pgcp-session-mirroring": "Can view pgcp session mirroring configuration",
    "pgcp-session-mirroring-control": "Can modify pgcp session mirroring configuration",
    "storage": "Can view fibre channel storage protocol configuration",
    "storage-control": "Can modify fibre channel storage protocol configuration",
    "unified-edge": "Can view unified edge configuration",
    "unified-edge-control": "Can modify unified edge configuration",
}
"""Every flag, in the order of `show cli authorization`, with its text there."""

FLAGS = frozenset(FLAG_TEXTS)

CRYPTO_OFFICER = frozenset({"secret", "security", "maintenance", "control"})
"""What a class must hold to be a crypto officer's (R-ROLE-001)."""


def expand(words: frozenset[str]) -> frozenset[str]:
    """The flags that the words of a `permissions` statement give.

    `all` gives every flag and stays in the set itself, `all-control` every `-control` flag, and a `-control`
    flag its plain one too, since who may change may look. Words that are no flag give nothing.
    """
    if ALL in words:
        return FLAGS | {ALL}
    granted = set(words & FLAGS)
    if ALL_CONTROL in words:
        granted |= {flag for flag in FLAGS if flag.endswith(CONTROL_SUFFIX)}
    granted |= {flag.removesuffix(CONTROL_SUFFIX) for flag in granted} & FLAGS
    return frozenset(granted)

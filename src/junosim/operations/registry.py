"""Which function answers which operational command.

A command of the tree names its handler (`handler system.uptime`); each family of commands is a module with a
table `OPERATIONS`, and this module puts the tables together. A command without a handler here is known to the
CLI, but not implemented.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from junosim.operations import (
    alarms,
    authorization,
    cards,
    chassis,
    cli,
    clock,
    commits,
    connections,
    craft,
    environment,
    file_attributes,
    file_changes,
    file_lists,
    files,
    help_tables,
    hosts,
    instances,
    interfaces,
    ipsec,
    lockout,
    logs,
    neighbors,
    optics,
    power,
    processes,
    protocols,
    resources,
    restart,
    routes,
    switching,
    system,
    time_servers,
    users,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.operations.operation import Operation

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        f"{family}.{operation.name}": operation
        for family, operations in (
            (
                "system",
                (
                    *system.OPERATIONS,
                    *commits.OPERATIONS,
                    *connections.OPERATIONS,
                    *lockout.OPERATIONS,
                    *processes.OPERATIONS,
                    *resources.OPERATIONS,
                    *restart.OPERATIONS,
                ),
            ),
            ("set", (*clock.OPERATIONS, *craft.OPERATIONS)),
            (
                "show",
                (
                    *hosts.OPERATIONS,
                    *interfaces.OPERATIONS,
                    *routes.OPERATIONS,
                    *switching.OPERATIONS,
                    *instances.OPERATIONS,
                    *neighbors.OPERATIONS,
                    *optics.OPERATIONS,
                ),
            ),
            (
                "chassis",
                (
                    *chassis.OPERATIONS,
                    *cards.OPERATIONS,
                    *alarms.OPERATIONS,
                    *environment.OPERATIONS,
                    *craft.CHASSIS,
                    *power.OPERATIONS,
                ),
            ),
            ("protocols", (*protocols.OPERATIONS, *time_servers.OPERATIONS)),
            ("services", ipsec.OPERATIONS),
            ("help", help_tables.OPERATIONS),
            ("users", users.OPERATIONS),
            (
                "file",
                (
                    *files.OPERATIONS,
                    *file_lists.OPERATIONS,
                    *file_changes.OPERATIONS,
                    *file_attributes.OPERATIONS,
                ),
            ),
            ("log", logs.OPERATIONS),
            ("cli", (*cli.OPERATIONS, *authorization.OPERATIONS)),
        )
        for operation in operations
    }
)

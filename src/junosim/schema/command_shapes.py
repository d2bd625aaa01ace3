"""Which arguments of an operational command are typed bare, without their name.

The RPC models do not say so; these rules and tables were read off well-known commands:

- an enumeration of levels of detail is typed bare (`show interfaces terse`), one that answers a question is
  not (`show route protocol bgp`);
- an argument that says again what the last word of the command said is typed bare
  (`show bgp neighbor 192.0.2.1`, `show chassis fpc 3`);
- so is an argument that names the one thing a command is about (`ping 192.0.2.1`, `file show FILE`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.schema.rpc_facts import Argument

# Enumerations whose own word is typed before the value.
KEYWORD_ENUMERATIONS = frozenset(
    {
        "family", "realm", "application-protocol", "reply-mode", "topology", "severity", "protocol",
        "damping", "validation-state", "media", "slice", "power-off", "format", "digest", "encoding",
        "output-queue", "advertising-protocol", "receive-protocol", "type", "tunnel-type",
        "scep-encryption-algorithm", "scep-digest-algorithm", "state", "lsp-state", "path-type",
        "category", "application", "order", "route-type", "topology-id", "ldp-family", "object-type",
        "direction", "invoke-debugger", "routing-engine", "vpn-family", "subscriber-state",
        "terminate-code", "gtp-version", "gtpv1-traffic-class",
    }
)  # fmt: skip

# Arguments that name the one thing a command is about, whatever its words are.
BARE_NAMES = frozenset(
    {
        "interface-name", "interface_name", "intf_name", "interface-device", "instance-name", "host",
        "fec", "package-name", "lsp-name", "device-name",
    }
)  # fmt: skip

# The same when the argument is mandatory.
BARE_WHEN_REQUIRED = frozenset(
    {
        "filename", "file", "path", "source", "destination", "directory", "logname", "script",
        "daemon-name", "vlan-name", "domain-name", "application-name", "pool-name", "user-name",
    }
)  # fmt: skip

# Exceptions by command: the arguments typed bare there, in the order in which they are tried.
BARE_BY_COMMAND: dict[str, tuple[str, ...]] = {
    "show route": ("destination",),
    "show route forwarding-table": ("destination",),
    "show log": ("filename",),
    "file list": ("path",),
    "file archive": (),
    "file copy": ("source", "destination"),
    "help tip cli": ("number",),
    "traceroute": ("host",),
    "test policy": ("policy", "prefix"),
    "show system rollback": ("rollback",),
    "show chassis pic": (),
    "request message": (),
    "request system logout": (),
    "show arp": (),
    "show ospf interface": ("interface",),
    "show snmp mib get": ("snmp-object-name",),
    "show snmp mib get-next": ("snmp-object-name",),
    "show snmp mib walk": ("snmp-object-name",),
    "restart": ("daemon-name",),
}

# Commands whose arguments are worded otherwise on the line; they are written by hand in `commands/own`.
WORDED_BY_HAND = frozenset({"file compare"})

# Members of that group which the CLI words differently, and which would stand in the way of commands.
DROPPED_SELECTORS = frozenset({"routing-engine"})

# Members of the shared group of selectors that no stand-alone router or switch lists.
HIDDEN_SELECTORS = frozenset(
    {
        "all-chassis", "all-lcc", "scc", "sfc", "lcc", "node", "bsys", "gnf", "all-gnfs", "all-system", "server",
        "all-servers", "vnf", "all-vnfs", "re0", "re1", "tenant",
    }
)  # fmt: skip

# The permission a login class needs, by the first words of a command; the longest that fits counts. "" is none.
# Junos's rules as its access privilege tables give them.
PERMISSIONS: dict[str, str] = {
    "clear": "clear",
    "clear log": "trace",
    "file": "maintenance",
    "file-mgd": "maintenance",
    "help": "",
    "load": "maintenance",
    "monitor": "view",
    "monitor list": "trace",
    "monitor start": "trace",
    "monitor stop": "trace",
    "mtrace": "network",
    "op": "view",
    "ping": "network",
    "quit": "",
    "request": "maintenance",
    "restart": "reset",
    "rollback-config": "rollback",
    "save": "maintenance",
    "set": "",
    "show": "view",
    "show cli": "",
    "show log": "trace",
    "test": "maintenance",
    "traceroute": "network",
}

# What Tab offers for an argument, by its name: a completion source of the CLI.
COMPLETIONS = {
    "interface": "interfaces",
    "interface-name": "interfaces",
    "interface_name": "interfaces",
    "intf_name": "interfaces",
    "interface-device": "interfaces",
    "routing-instance": "routing-instances",
}

# Words that differ from the name of the argument.
WORDS = {
    "advertising-protocol-name": "advertising-protocol",
    "receive-protocol-name": "receive-protocol",
}


def is_enumeration(argument: Argument) -> bool:
    """True when the argument's type is a list of words."""
    return argument.type.startswith("{")


def is_bare(words: tuple[str, ...], argument: Argument) -> bool:
    """True when the argument of that command is typed without its name."""
    if argument.kind != "f" or argument.type == "flag":
        return False
    if is_enumeration(argument):
        return argument.name not in KEYWORD_ENUMERATIONS and argument.name not in WORDS
    command = " ".join(words)
    if command in BARE_BY_COMMAND:
        return argument.name in BARE_BY_COMMAND[command]
    if argument.name in BARE_NAMES:
        return True
    if argument.name in BARE_WHEN_REQUIRED and argument.attribute("req") is not None:
        return True
    return _repeats(words[-1], argument.name.replace("_", "-"))


def _repeats(word: str, name: str) -> bool:
    """True when an argument's name says what a command's last word said (`fpc` and `fpc-slot`)."""
    singular = word.removesuffix("s")
    return (
        name in (word, singular)
        or name.split("-")[0] == singular
        or name.startswith((f"{word}-", f"{singular}-"))
        or word.endswith(f"-{name}")
    )


def permission(words: tuple[str, ...]) -> str:
    """The permission to be written at a command; "" where the words before have said it, or none is needed.

    A verb under which some second words are free for everybody says it at each second word instead.
    """
    verb, command = words[0], " ".join(words)
    spread = any(key.startswith(f"{verb} ") for key in PERMISSIONS)
    if len(words) == 1:
        return "" if spread else PERMISSIONS.get(verb, "")
    if len(words) == 2 and spread:
        return PERMISSIONS.get(command, PERMISSIONS.get(verb, ""))
    return ""

"""A small configuration language built by hand, with every shape flag of the schema, for tests of the engine."""

from __future__ import annotations

from junosim.schema.node import Flag, Kind, Node
from junosim.schema.types import EnumWord, TypeSpec

PLAIN = Flag(0)
STR = TypeSpec("str")
U32 = TypeSpec("u32")
IP = TypeSpec("ipaddr")
PREFIX = TypeSpec("ipprefix")


def enum(*words: str) -> TypeSpec:
    return TypeSpec("enum", words=tuple(EnumWord(word) for word in words))


def number(low: int, high: int) -> TypeSpec:
    return TypeSpec("u32", ranges=((str(low), str(high)),))


def leaf(name: str, spec: TypeSpec = STR, flags: Flag = PLAIN, **more) -> Node:
    return Node(name, Kind.LEAF, type=spec, flags=flags, **more)


def flag(name: str, **more) -> Node:
    return Node(name, Kind.LEAF, **more)


def leaves(name: str, spec: TypeSpec = STR, flags: Flag = Flag.USER_ORDERED, **more) -> Node:
    return Node(name, Kind.LEAF_LIST, type=spec, flags=flags, **more)


def container(name: str, *children: Node, flags: Flag = PLAIN, **more) -> Node:
    return Node(name, Kind.CONTAINER, flags=flags, children=numbered(children), **more)


def list_(
    name: str, *children: Node, key: TypeSpec | tuple[Node, ...] = STR, flags: Flag = PLAIN, **more
) -> Node:
    keys = (leaf("name", key),) if isinstance(key, TypeSpec) else key
    return Node(
        name,
        Kind.LIST,
        flags=flags,
        keys=tuple(node.name for node in keys),
        children=numbered((*keys, *children)),
        **more,
    )


def numbered(children: tuple[Node, ...]) -> tuple[Node, ...]:
    for place, child in enumerate(children):
        child.order = place
    return children


def either(choice: str, *cases: Node) -> tuple[Node, ...]:
    for case in cases:
        case.choices = (choice, case.name)
    return cases


ONE = Flag.ONE_LINE
SINGLE = Flag.ONE_LINE_IF_SINGLE
USER = Flag.USER_ORDERED
HOM = Flag.HOMOGENEOUS
ALL = HOM | Flag.ALWAYS_GROUPED
BARE = Flag.NO_WORD
PRESENT = Flag.PRESENCE
SECRET = Flag.SECRET


def grouped(*children: Node) -> tuple[Node, ...]:
    return (leaves("apply-groups"), leaves("apply-groups-except"), *children)


def address_list() -> Node:
    return list_("address", leaf("vrrp-group", U32), flag("primary"), key=PREFIX, flags=USER | SINGLE)


def route_filter() -> Node:
    keys = (
        leaf("address", PREFIX),
        leaf("choice-ident", enum("exact", "orlonger", "upto")),
        leaf("choice-value", STR),
    )
    return list_("route-filter", flag("accept"), key=keys, flags=USER | ONE)


def build() -> Node:
    """The root: a part of Junos in small, and a `shapes` stanza with what no other part needs."""
    return container("configuration", *_stanzas())


def _stanzas() -> tuple[Node, ...]:
    return (
        leaf("version"),
        list_("groups", container("system", leaf("host-name"), leaf("location"))),
        leaves("apply-groups"),
        _system(),
        container("interfaces", *grouped(_interface()), list_("interface-set", key=STR)),
        _snmp(),
        container(
            "routing-options", _autonomous_system(), container("static", _route()), leaves("import-policy")
        ),
        _policy(),
        _protocols(),
        _shapes(),
    )


def _system() -> Node:
    password = leaf("encrypted-password", STR, SECRET)
    ssh_key = list_("ssh-rsa", leaf("from"), flags=USER | ONE)
    user = list_(
        "user",
        leaf("uid", number(100, 64000), Flag.UNIQUE),
        leaf("class"),
        leaf("full-name"),
        container("authentication", password, ssh_key),
        flags=USER,
    )
    root = container("root-authentication", leaf("encrypted-password", STR, SECRET))
    return container(
        "system",
        *grouped(
            container(
                "login", list_("class", leaf("idle-timeout", U32), leaves("permissions"), flags=USER), user
            ),
            root,
            container("services", container("ssh", leaf("root-login"), flags=PRESENT), flag("finger")),
            leaf("host-name"),
            leaf("location"),
            leaf("time-zone"),
            list_("name-server", leaf("source-address", IP), key=IP, flags=USER | ALL),
            container(
                "ntp",
                list_("server", leaf("version", U32), flag("prefer"), key=IP, flags=USER | ONE),
                list_("peer", leaf("key", U32), key=IP, flags=USER),
            ),
            list_("radius-server", leaf("secret", STR, SECRET), leaf("port", U32), key=IP, flags=USER),
            container(
                "syslog",
                list_(
                    "file",
                    list_(
                        "contents",
                        *either("level", flag("any"), flag("info"), flag("none")),
                        key=enum("any", "kernel", "daemon"),
                        flags=BARE | ONE | HOM,
                    ),
                    container("archive", leaf("size"), leaf("files", U32), flags=ONE),
                    flags=USER,
                ),
            ),
        ),
    )


def _interface() -> Node:
    inet = container("inet", leaf("mtu", U32), address_list(), flags=PRESENT)
    family = container("family", inet, container("iso", flags=PRESENT), flags=Flag.JOINED)
    unit = list_("unit", *grouped(leaf("description"), leaf("vlan-id", number(1, 4094)), family), key=U32)
    return list_(
        "interface",
        *grouped(leaf("description"), flag("disable"), leaf("mtu", U32), unit),
        container("traceoptions", leaf("file-name", STR, BARE), leaf("size"), flag("world"), flags=ONE),
        flags=BARE,
    )


def _snmp() -> Node:
    clients = list_("clients", flag("restrict"), key=PREFIX, flags=ONE | ALL | USER)
    return container("snmp", leaf("location"), list_("community", clients, flags=USER | SINGLE))


def _autonomous_system() -> Node:
    return container(
        "autonomous-system", leaf("as-number", U32, BARE), leaf("loops", U32), flag("asdot"), flags=SINGLE
    )


def _route() -> Node:
    return list_(
        "route",
        *either("target", leaves("next-hop", IP), flag("discard"), flag("reject")),
        leaf("preference", U32),
        key=PREFIX,
        flags=USER | SINGLE,
    )


def _policy() -> Node:
    change = (leaf("choice-ident", enum("add", "set")), leaf("community-name", STR))
    then = container(
        "then",
        list_("community", key=change, flags=USER | ONE),
        container("metric", leaf("add", U32), leaf("plain", U32, BARE)),
        *either("end", flag("accept"), flag("reject")),
        flags=SINGLE,
    )
    start = container(
        "from",
        leaves("protocol", enum("bgp", "static", "direct")),
        route_filter(),
        leaves("policy", TypeSpec("policy-algebra")),
        flags=SINGLE,
    )
    term = list_("term", start, then, flags=USER)
    items = list_("prefix-list-item", key=PREFIX, flags=BARE)
    return container(
        "policy-options",
        list_("prefix-list", items, flags=USER),
        list_("policy-statement", term),
        list_("community", leaves("members"), flags=SINGLE),
    )


def _protocols() -> Node:
    path = list_(
        "label-switched-path",
        container("priority", flags=PRESENT),
        leaf("setup-priority", number(0, 7), BARE),
        leaf("reservation-priority", number(0, 7), BARE),
        flag("standby"),
        flags=USER,
    )
    return container(
        "protocols",
        container("mpls", path, flags=PRESENT),
        container("mstp", flag("bpdu-block-on-edge"), list_("interface", flag("edge"), flags=USER)),
        container(
            "ospf",
            list_("area", list_("interface", leaf("metric", U32), flag("passive")), key=IP),
            leaf("reference-bandwidth"),
        ),
    )


def _shapes() -> Node:
    return container(
        "shapes",
        container("empty", flags=PRESENT),
        list_("few", leaf("text"), key=U32, maximum=2),
        container("line", leaf("a"), container("deep", leaf("b"), flag("c")), leaf("d"), flags=ONE),
        container("line-list", leaves("several"), list_("inner", leaf("x"), flags=USER), flags=ONE),
        list_("secret-entry", flag("on"), key=(leaf("name", STR, SECRET),), flags=USER | ONE),
        list_("macro", list_("data", leaf("value", STR, BARE), flags=BARE), flags=USER),
        leaf("wanted", STR, Flag.MANDATORY),
    )


__all__ = ["build", "container", "enum", "flag", "leaf", "leaves", "list_", "number"]

"""What allow-commands, deny-commands and their lists say about command lines."""

from __future__ import annotations

import pytest

from junosim.access.classes import Expressions
from junosim.access.command_rules import CommandRules


def rules(allow=None, deny=None, *, each=((), ())):
    return CommandRules(Expressions(allow, deny, *each))


@pytest.mark.parametrize(
    ("allow", "deny", "line", "verdict"),
    [
        # the examples of the vendor's documentation
        ("request system reboot", None, "request system reboot", True),
        ("request system reboot", None, "request system halt", None),
        (None, "^set", "set cli screen-length 0", False),
        (None, "^set", "show version", None),
        ("(request system software add)|(show route$)", "show bgp", "show bgp summary", False),
        ("(request system software add)|(show route$)", "show bgp", "request system software add x", True),
        ("show interfaces$", None, "show interfaces", True),
        ("show interfaces$", None, "show interfaces detail", None),
        # the longer match decides
        ("commit synchronize", "commit", "commit synchronize", True),
        ("commit synchronize", "commit", "commit", False),
        ("commit", "commit synchronize", "commit", True),
        ("commit", "commit synchronize", "commit synchronize", False),
        # the same expression in both allows
        ("request system reboot", "request system reboot", "request system reboot", True),
        ("(ping.*)|(show.*)", ".*", "show version", True),
        ("(ping.*)|(show.*)", ".*", "configure", False),
        # a class for programs that read the configuration
        ("(show)|(set cli screen-length)|(set cli screen-width)", "(clear)|(file)|(file show)|(help)|(load)"
         "|(monitor)|(op)|(request)|(save)|(set)|(start)|(test)", "set cli screen-length 0", True),
        ("(show)|(set cli screen-length)|(set cli screen-width)", "(clear)|(file)|(set)", "set cli prompt x", False),
        # case does not matter, anchors do
        (None, "^REQUEST", "request system reboot", False),
        (None, "^reboot", "request system reboot", None),
        (None, "reboot", "request system reboot", False),
        # no expression at all: nothing is allowed, and everything denied
        ("(", None, "show version", None),
        (None, "(", "show version", False),
        (None, r"(a)\1", "show version", False),
        (None, None, "show version", None),
    ],
)  # fmt: skip
def test_single_expressions(allow, deny, line, verdict):
    assert rules(allow, deny).verdict(line) is verdict


@pytest.mark.parametrize(
    ("allow", "deny", "line", "verdict"),
    [
        (("show interfaces .*", "ping"), (), "show interfaces terse", True),
        (("show interfaces .*", "ping"), (), "ping 192.0.2.1", True),
        (("show interfaces .*", "ping"), (), "show version", None),
        ((), ("request system .*",), "request system reboot", False),
        (("request system reboot",), ("request .*",), "request system reboot", False),
        (("request system reboot now",), ("request",), "request system reboot now", False),
        ((), ("system reboot",), "request system reboot", None),
        ((), ("show (version|cli)$",), "show version", False),
        ((), ("show (version|cli)$",), "show version brief", None),
        ((), ("[",), "show version", False),
        (("[",), (), "show version", None),
    ],
)
def test_lists_of_expressions(allow, deny, line, verdict):
    assert rules(each=(allow, deny)).verdict(line) is verdict


@pytest.mark.parametrize(
    ("allow", "line", "may"),
    [
        ("^show interfaces ge-.*", "show", True),
        ("^show interfaces ge-.*", "show interfaces", True),
        ("^show interfaces ge-.*", "request", False),
        ("(show bgp .*)|(ping .*)", "ping", True),
        ("(show bgp .*)|(ping .*)", "request", False),
        ("interfaces ge-.*", "show interfaces", True),
        ("Ping .*", "request", True),
        (".*", "request", True),
        ("^(show|ping) (version|10.*)", "ping", True),
        ("^(show|ping) (version|10.*)", "ping count", False),
        ("^(show|ping) (version|10.*)", "request", False),
        ("^(show|show version.*)$", "show arp", False),
        ("^(show )?(version)+", "request", False),
        ("^show [(|)] x", "show", True),
        (r"^show \(|^ping", "ping", True),
    ],
)
def test_what_may_be_allowed_below(allow, line, may):
    assert rules(allow).may_allow_below(line) is may


def test_a_pattern_takes_linear_time():
    assert rules(deny="(a+)+$").verdict("a" * 50_000 + "!") is None

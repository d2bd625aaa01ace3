"""What the patterns of a login class say of paths of the configuration (vendor documentation)."""

from __future__ import annotations

import pytest

from junosim.config.statement_patterns import PatternReader, Reading, StatementPatterns, Verdict


def place(reader, path):
    """The reading of a path; a bar stands between levels, blanks between the words of one."""
    reading = Reading()
    for level in path.split("|") if path else ():
        reading = reader.step(reading, tuple(level.split()))
    return reading


def verdict(patterns, path):
    reader = PatternReader(patterns)
    return reader.verdict(place(reader, path))


@pytest.mark.parametrize(
    ("allow", "deny", "path", "expected"),
    [
        ("system services", None, "system", Verdict.OPEN),
        ("system services", None, "system|services", Verdict.ALLOWED),
        ("system services", None, "system|services|ssh|root-login", Verdict.ALLOWED),
        ("SYSTEM Services", None, "system|services", Verdict.ALLOWED),
        ("(system services)|(snmp)", None, "snmp|location", Verdict.ALLOWED),
        ("services", None, "system|services", Verdict.ALLOWED),
        ("^services", None, "system|services", Verdict.OPEN),
        ("^services", None, "services|ipsec-vpn", Verdict.ALLOWED),
        ("interfaces ge-0/0/[0-3] unit", None, "interfaces|ge-0/0/2|unit 0", Verdict.ALLOWED),
        ("interfaces ge-0/0/[0-3] unit", None, "interfaces|ge-0/0/4|unit 0", Verdict.OPEN),
        (None, "system login", "system|login|user bob", Verdict.DENIED),
        (None, "system login user bob$", "system|login|user bob|uid", Verdict.DENIED),
        (None, "system login user bob$", "system|login|user bobby", Verdict.OPEN),
        ("system services", "system", "system|services|ssh", Verdict.ALLOWED),
        ("system services", "system", "system|login", Verdict.DENIED),
        ("system", "system login", "system|login|user bob", Verdict.DENIED),
        ("system", "system login", "system|services", Verdict.ALLOWED),
        ("system", "system", "system", Verdict.ALLOWED),
        (".*", "system login", "system|login", Verdict.DENIED),
        ("interfaces", ".*", "interfaces|ge-0/0/0", Verdict.ALLOWED),
        ("interfaces", ".*", "system", Verdict.DENIED),
        (None, "^system", "groups|g|system|services", Verdict.DENIED),
        ("^system services", None, "groups|g|system|services|ssh", Verdict.ALLOWED),
        ("^system services", "^system", "groups|g|system|login", Verdict.DENIED),
        ("^groups", "^system", "groups|g|system|login", Verdict.DENIED),
    ],
)
def test_one_expression_is_looked_for_in_the_path_and_the_deeper_level_decides(allow, deny, path, expected):
    assert verdict(StatementPatterns(allow, deny), path) is expected


STIG = ("security (ike|ipsec) (policy|proposal)", "system login user ^bob$ class", "system syslog")


@pytest.mark.parametrize(
    ("allow", "deny", "path", "expected"),
    [
        ((), STIG, "security|ike|policy p", Verdict.DENIED),
        ((), STIG, "security|ike|gateway g", Verdict.OPEN),
        ((), STIG, "security", Verdict.OPEN),
        ((), STIG, "system|syslog|file messages|any", Verdict.DENIED),
        ((), STIG, "system|login|user bob|class", Verdict.DENIED),
        ((), STIG, "system|login|user bob|uid", Verdict.OPEN),
        ((), STIG, "system|login|user bobby|class", Verdict.OPEN),
        ((), ("syslog",), "system|syslog", Verdict.OPEN),
        (("interfaces ^ge-",), (), "interfaces|ge-0/0/0|mtu", Verdict.ALLOWED),
        (("interfaces ^ge-",), (), "interfaces|xe-0/0/0", Verdict.OPEN),
        (("interfaces ge",), ("interfaces",), "interfaces|ge-0/0/0", Verdict.DENIED),
        (("interfaces",), ("interfaces ge",), "interfaces|ge-0/0/0", Verdict.DENIED),
        (("interfaces",), ("interfaces ge",), "interfaces|xe-0/0/0", Verdict.ALLOWED),
        (("system services",), (), "groups|g|system|services", Verdict.ALLOWED),
    ],
)
def test_lists_fit_word_by_word_from_the_top_and_denial_decides(allow, deny, path, expected):
    assert verdict(StatementPatterns(allow_paths=allow, deny_paths=deny), path) is expected


def test_with_additive_logic_what_the_lists_do_not_allow_is_denied():
    patterns = StatementPatterns(allow_paths=("system services",), additive=True)
    reader = PatternReader(patterns)
    assert verdict(patterns, "system") is Verdict.DENIED
    assert verdict(patterns, "system|services|ssh") is Verdict.ALLOWED
    assert verdict(patterns, "groups|g|system|services") is Verdict.ALLOWED
    assert verdict(patterns, "interfaces") is Verdict.DENIED
    assert reader.may_allow_below(place(reader, "system"))
    assert not reader.may_allow_below(place(reader, "interfaces"))
    assert verdict(StatementPatterns(allow="system", additive=True), "interfaces") is Verdict.OPEN


@pytest.mark.parametrize(
    ("pattern", "path", "leads"),
    [
        ("system services", "system", True),
        ("system services", "interfaces", False),
        ("system services", "groups", True),
        ("system services", "groups|g", True),
        ("system services", "groups|g|interfaces", False),
        ("system services", "system|services", False),
        ("(system services)|(snmp community)", "snmp", True),
        ("((system services))", "system", True),
        ("(system|snmp) (services|community)", "snmp", True),
        ("^system services$", "system", True),
        ("interfaces .* unit", "interfaces|ge-0/0/0", True),
        ("interfaces .* unit", "system", False),
        ("interfaces (ge-0/0/0 unit 0)", "interfaces|xe-0/0/0", True),
        (".*", "anything", True),
        ("system [a b]", "system", True),
    ],
)
def test_where_an_allowed_statement_may_lie_below_a_level(pattern, path, leads):
    reader = PatternReader(StatementPatterns(allow=pattern))
    assert reader.may_allow_below(place(reader, path)) is leads


def test_what_is_no_expression_allows_nothing_and_denies_everything():
    assert verdict(StatementPatterns(allow="("), "system") is Verdict.OPEN
    assert verdict(StatementPatterns(deny="("), "system") is Verdict.DENIED
    assert verdict(StatementPatterns(deny_paths=("(",)), "system") is Verdict.DENIED


def test_an_expression_that_would_freeze_a_backtracking_engine_takes_no_time():
    patterns = StatementPatterns(deny="(a+)+$")
    assert verdict(patterns, "a" * 50_000 + "!") is Verdict.OPEN

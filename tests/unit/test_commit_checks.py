"""What devices check at commit beside the rules of the model: each line of the table; and the inherited view."""

from __future__ import annotations

import re

import pytest

from cli_session import Typist
from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.formats import set as set_form
from junosim.config.load import Form, tree_of
from junosim.config.rules import table
from junosim.config.stores import Stores
from junosim.errors import CommitError, GrammarError, Problem
from junosim.schema import release

ROOT = 'system root-authentication encrypted-password "$6$x"'
MISSING = "Missing mandatory statement: 'root-authentication'"
TERM = "policy-options policy-statement p term t"
FILTER = "firewall family inet filter f term t"


@pytest.fixture(scope="module")
def mx():
    return release.load("mx19").configuration


def device(schema, *lines):
    """A committer on a device that holds these statements, and its stores."""
    root, loaded = tree_of(schema, "\n".join(f"set {line}" for line in (ROOT, *lines)), Form.SET)
    assert loaded.problems == ()
    stores = Stores(schema, ManualClock(), root)
    return Committer(stores), stores


def refusal(committer, stores, *lines):
    """Why a commit of these commands is refused; () when it is not."""
    assert stores.shared.load("\n".join(lines)).problems == ()
    try:
        committer.check(stores.shared)
    except CommitError as error:
        return error
    return None


def problems(schema, *lines):
    error = refusal(*device(schema), *(f"set {line}" for line in lines))
    return () if error is None else error.problems


def policy_error(what, term=""):
    return Problem((), "", f"Policy error: {what} referenced{term} but not defined")


IN_TERM = " (in term t)"
SAMPLES = [
    # statement, what it needs, what is said without
    (
        "system login user x uid 3000",
        "system login user x class | operator",
        [Problem(("system", "login"), "user x", MISSING.replace("root-authentication", "class"))],
    ),
    (
        "firewall policer x if-exceeding bandwidth-limit 1m",
        "firewall policer x if-exceeding burst-size-limit | 15k",
        [
            Problem(
                ("firewall", "policer", "x"),
                "if-exceeding",
                MISSING.replace("root-authentication", "burst-size-limit"),
            )
        ],
    ),
    (
        "system login user u class x",
        "system login class x | permissions view",
        [Problem(("system", "login", "user", "u"), "class x", "Referenced class 'x' is not defined")],
    ),
    (
        "routing-options forwarding-table export x",
        "policy-options policy-statement x | then accept",
        [policy_error("Policy x")],
    ),
    (
        "protocols bgp group g export x",
        "policy-options policy-statement x | then accept",
        [policy_error("Policy x"), Problem((), "", "BGP: export list not applied")],
    ),
    (
        "protocols bgp group g neighbor 10.0.0.1 import x",
        "policy-options policy-statement x | then accept",
        [policy_error("Policy x"), Problem((), "", "BGP: import list not applied")],
    ),
    (
        f"{TERM} from route-filter-list x",
        "policy-options route-filter-list x | 10.0.0.0/8 exact",
        [policy_error("x route-filter-list", IN_TERM)],
    ),
    (
        f"{TERM} from prefix-list x",
        "policy-options prefix-list x | 10.0.0.0/8",
        [policy_error("x prefix-list", IN_TERM)],
    ),
    (
        "policy-options policy-statement p from prefix-list x",
        "policy-options prefix-list x | 10.0.0.0/8",
        [policy_error("x prefix-list")],
    ),
    (
        f"{TERM} from prefix-list-filter x exact",
        "policy-options prefix-list x | 10.0.0.0/8",
        [policy_error("x prefix-list", IN_TERM)],
    ),
    (
        f"{TERM} from community x",
        "policy-options community x | members 1:1",
        [policy_error("x community", IN_TERM)],
    ),
    (
        f"{TERM} then community add x",
        "policy-options community x | members 1:1",
        [policy_error("x community", IN_TERM)],
    ),
    (f"{TERM} from as-path x", 'policy-options as-path x | ".*"', [policy_error("x as-path", IN_TERM)]),
    (
        f"{TERM} from as-path-group x",
        'policy-options as-path-group x | as-path a ".*"',
        [policy_error("x as-path-group", IN_TERM)],
    ),
    (
        f"{TERM} from condition x",
        "policy-options condition x | if-route-exists 10.0.0.0/8",
        [policy_error("x condition", IN_TERM)],
    ),
    (
        f"{TERM} then damping x",
        "policy-options damping x | half-life 5",
        [policy_error("x damping", IN_TERM)],
    ),
    *(
        (
            f"interfaces ge-0/0/0 unit 0 family {family} filter {where} x",
            f"firewall family {family} filter x | term t then accept",
            [
                Problem(
                    ("interfaces", "ge-0/0/0", "unit", "0", "family", family),
                    "filter",
                    "Referenced filter 'x' is not defined",
                )
            ],
        )
        for family in ("inet", "inet6", "mpls")
        for where in ("input", "output-list")
    ),
    (
        f"{FILTER} then policer x",
        "firewall policer x | then discard",
        [Problem(tuple(f"{FILTER} then".split()), "policer x", "Referenced policer 'x' is not defined")],
    ),
    (
        f"{FILTER} from prefix-list x",
        "policy-options prefix-list x | 10.0.0.0/8",
        [
            Problem(
                tuple(f"{FILTER} from".split()), "prefix-list x", "Referenced prefix-list 'x' is not defined"
            )
        ],
    ),
]


@pytest.mark.parametrize(("statement", "needs", "said"), SAMPLES, ids=[sample[0] for sample in SAMPLES])
def test_what_a_statement_needs(mx, statement, needs, said):
    committer, stores = device(mx)
    assert list(refusal(committer, stores, f"set {statement}").problems) == said
    definition = needs.partition(" |")[0]
    assert refusal(committer, stores, f"set {needs.replace(' |', '')}") is None
    committer.commit(stores.shared, user="u")
    for verb in ("delete", "deactivate"):
        assert list(refusal(committer, stores, f"{verb} {definition}").problems) == said
        stores.shared.discard()


def test_every_line_of_the_table_has_a_sample():
    heard = [problem.message for _, _, said in SAMPLES for problem in said] + [MISSING]
    for row in table.rows():
        message = row.message or f"Missing mandatory statement: '{row.text}'"
        message = re.sub(r"\[.*\]", "", message)
        pattern = re.escape(message).replace(r"\$\$", ".*").replace("referenced", "referenced.*")
        assert any(re.fullmatch(pattern, said) for said in heard), row


def test_a_policy_expression_names_several_policies(mx):
    lines = (
        'protocols ospf export "( a && !b )"',
        "protocols ospf export c",
        "policy-options policy-statement b then accept",
    )
    assert problems(mx, *lines) == (policy_error("Policy a"), policy_error("Policy c"))


def test_the_closing_lines():
    for lines, closing in (
        (("set protocols ospf export x",), "error: configuration check-out failed"),
        (
            ("set protocols ospf export x", "set system login user u class x"),
            "error: commit failed: (statements constraint check failed)",
        ),
        (
            ("set system login user u class x", "delete system root-authentication"),
            "error: commit failed: (missing mandatory statements)",
        ),
    ):
        typist = Typist()
        typist.line("configure")
        for line in lines:
            typist.line(line)
        assert closing in typist.line("commit")


def test_findings_of_no_statement_are_lines_of_their_own():
    typist = Typist()
    for line in ("configure", "set protocols bgp group g export my-policy"):
        typist.line(line)
    assert typist.line("commit check").strip().splitlines()[:3] == [
        "error: Policy error: Policy my-policy referenced but not defined",
        "error: BGP: export list not applied",
        "error: configuration check-out failed",
    ]


@pytest.mark.parametrize(
    "line", ["daemon a", 'other a: "b": c', 'daemon a: "b"', "mandatory a: b: c", 'daemon: "b": c']
)
def test_what_is_no_line(line):
    with pytest.raises(GrammarError, match="not understood"):
        list(table.read(line))


# ---------------------------------------------------------------------- the inherited view


def test_a_rule_may_be_violated_through_a_group_alone(mx):
    broken = ("groups g interfaces <*> unit 0 family bridge", "interfaces ge-0/0/0 unit 0 family inet")
    said = Problem(
        ("interfaces", "ge-0/0/0", "unit", "0", "family"),
        "bridge",
        "family bridge and rest of the families are mutually exclusive",
    )
    assert problems(mx, *broken) == ()
    assert problems(mx, *broken, "apply-groups g") == (said,)
    committer, stores = device(mx, *broken)
    assert refusal(committer, stores, "set interfaces ge-0/0/0 apply-groups g").problems == (said,)


def test_a_group_may_hold_what_is_mandatory(mx):
    committer, stores = device(mx, f"groups g {ROOT}", "apply-groups g")
    assert refusal(committer, stores, "delete system") is None
    assert refusal(committer, stores, "deactivate apply-groups").problems == (Problem((), "system", MISSING),)


def test_a_group_may_hold_what_a_reference_needs(mx):
    lines = ("groups g system login class x permissions view", "system login user u class x")
    said = Problem(("system", "login", "user", "u"), "class x", "Referenced class 'x' is not defined")
    assert problems(mx, *lines, "apply-groups g") == ()
    assert problems(mx, *lines) == (said,)
    committer, stores = device(mx, *lines, "apply-groups g")
    for change in (
        "delete groups g system login class x",
        "delete apply-groups",
        "set system apply-groups-except g",
    ):
        assert refusal(committer, stores, change).problems == (said,), change
        stores.shared.discard()


def test_a_value_may_be_repeated_through_a_group(mx):
    lines = (
        "groups g system login user <*> uid 2000",
        "apply-groups g",
        "system login user a class operator",
    )
    assert problems(mx, *lines) == ()
    assert [problem.statement for problem in problems(mx, *lines, "system login user b class operator")] == [
        "uid 2000",
        "uid 2000",
    ]


def test_what_nobody_applies_is_not_checked(mx):
    assert problems(mx, "groups g system login user u class nobody") == ()


def test_a_wildcard_in_the_place_of_a_value_is_none(mx):
    committer, stores = device(mx, "groups g interfaces <*> mtu <x>", "apply-groups g", "interfaces ge-0/0/0")
    port = committer.inheritance.view(stores.committed.root).children["interfaces"]
    assert list(set_form.lines(port)) == ["set ge-0/0/0"]


@pytest.mark.parametrize(
    "source",
    [
        "set system login user u uid 99",
        "system { login { user u { uid 99; } } }",
        "<configuration><system><login><user><name>u</name><uid>99</uid></user></login></system></configuration>",
        '{"configuration": {"system": {"login": {"user": [{"name": "u", "uid": 99}]}}}}',
    ],
)
def test_no_form_lets_a_value_out_of_its_range_in(mx, source):
    root, loaded = tree_of(mx, source)
    assert "Value 99 is not within range (100..64000)" in " ".join(
        problem.message for problem in loaded.problems
    )
    assert "99" not in "\n".join(set_form.lines(root))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("replace pattern 2000 with 99", "Value 99 is not within range (100..64000)"),
        ("rename interfaces fxp0 to nothing", "invalid interface type in 'nothing'"),
        ("copy interfaces fxp0 to nothing", "invalid interface type in 'nothing'"),
    ],
)
def test_no_edit_lets_a_value_out_of_its_range_in(command, said):
    typist = shown("set system login user u uid 2000 class operator")
    assert said in typist.line(command)
    assert not any(word in typist.line("show | display set") for word in ("nothing", "uid 99"))


# ---------------------------------------------------------------------- notes of `show`


def shown(*commands):
    typist = Typist()
    typist.lines("configure", *commands)
    return typist


def test_show_warns_of_what_could_not_be_committed():
    typist = shown(
        "set interfaces ge-0/0/0 unit 0 family inet",
        "set interfaces ge-0/0/0 unit 0 family bridge",
        "set system login user u class nobody",
    )
    assert typist.line("show interfaces ge-0/0/0") == (
        "unit 0 {\n"
        "    family inet;\n"
        "    ##\n"
        "    ## Warning: family bridge and rest of the families are mutually exclusive\n"
        "    ##\n"
        "    family bridge;\n"
        "}"
    )
    assert "##\n## Warning: Referenced class 'nobody' is not defined\n##\nclass nobody;" in typist.line(
        "show system login user u"
    )
    assert "Warning" not in typist.line("show | display set")
    typist.line("delete system login user u")
    assert typist.line("commit").endswith("error: commit failed: (statements constraint check failed)")
    typist.line("delete interfaces ge-0/0/0 unit 0 family bridge")
    assert "Warning" not in typist.line("show")


def test_show_names_what_is_missing():
    typist = shown(
        "delete system root-authentication", "set firewall policer x if-exceeding bandwidth-limit 1m"
    )
    warning = "## Warning: missing mandatory statement(s): "
    assert typist.line("show system").splitlines()[-1] == f"{warning}'root-authentication'"
    assert f"{warning}'burst-size-limit'\n}}" in typist.line("show firewall policer x")
    typist.lines(f"set groups g {ROOT}", "set apply-groups g")
    assert "Warning" not in typist.line("show system")

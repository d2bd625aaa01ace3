"""`| display detail`, `omit`, `changed`, `set explicit` and `set relative`, and how displays combine.

The blocks of `detail` are laid out as in the vendor's documentation, `/* OMITTED */` as in a capture.
"""

from __future__ import annotations

import pytest

from cli_session import Typist, make_device


@pytest.fixture
def typist():
    typist = Typist(make_device())
    typist.lines(
        "configure",
        "set firewall family inet filter f apply-flags omit",
        "set firewall family inet filter f term a then accept",
        "set firewall family inet filter g term a then accept",
        "commit",
        "set interfaces ge-0/0/0 unit 0 description x",
        "set system location floor 1",
    )
    return typist


# ---------------------------------------------------------------------- omit

WHOLE = """\
family inet {
    filter f {
        apply-flags omit;
        term a {
            then accept;
        }
    }
    filter g {
        term a {
            then accept;
        }
    }
}"""
OMITTED = """\
family inet {
    filter f { /* OMITTED */ };
    filter g {
        term a {
            then accept;
        }
    }
}"""


def test_a_statement_can_ask_for_its_content_to_be_left_out(typist):
    assert typist.line("show firewall") == OMITTED
    assert typist.line("run show configuration firewall") == OMITTED
    assert typist.line("show firewall | display omit") == WHOLE


def test_what_is_left_out_is_there_in_all_other_ways_of_looking(typist):
    assert "filter f apply-flags omit" in typist.line("show firewall | display set")
    assert "<apply-flags>omit</apply-flags>" in typist.line("show firewall | display xml")
    assert typist.line("top edit firewall family inet filter f") == ""
    assert typist.line("show") == "apply-flags omit;\nterm a {\n    then accept;\n}"
    assert "then accept" in typist.line("save terminal")


def test_a_group_does_not_pass_the_flag_on(typist):
    typist.lines(
        "set groups re0 apply-flags omit",
        "set groups re0 system location building b",
        "set apply-groups re0",
    )
    assert typist.line("show groups") == "re0 { /* OMITTED */ };"
    assert "floor 1;" in typist.line("show")
    assert "building b;" in typist.line("show system location | display inheritance")


def test_the_flag_is_not_offered(typist):
    assert "apply-flags" not in typist.send("set firewall family inet filter f ?")


# ---------------------------------------------------------------------- detail


def test_detail_says_what_the_schema_knows(typist):
    assert typist.line("show interfaces ge-0/0/0 | display detail").split("\n") == [
        "##",
        "## unit: Logical interfaces",
        "## require: interface",
        "##",
        "unit 0 {",
        "    ##",
        "    ## description: Text that describes the logical interface",
        "    ## require: interface",
        "    ##",
        "    description x;",
        "}",
    ]


@pytest.mark.parametrize(
    ("path", "fact"),
    [
        ("system host-name", "## match: ^[[:alnum:]._-]+$"),
        ("system login user fips-user uid", "## range: 100 .. 64000"),
        ("system login user fips-user uid", "## require: admin"),
        ("system syslog file messages", "## notice: Normal conditions worth special handling"),
        ("system services", "## sftp-server: Let clients transfer files with SFTP"),
    ],
)
def test_detail_has_limits_and_permissions(typist, path, fact):
    assert fact in typist.line(f"show {path} | display detail").replace("    ", "").split("\n")


def test_detail_of_the_whole_begins_with_the_version(typist):
    lines = typist.line("show | display detail").split("\n")
    assert lines[0].startswith("## Last changed: ")
    assert lines[1:5] == [
        "##",
        "## version: Software version the configuration was made for",
        "##",
        "version 19.1R2.8;",
    ]


def test_detail_keeps_comments_marks_and_masks(typist):
    typist.lines('annotate system "all of it"', "deactivate system location", "commit")
    shown = typist.line("show | display detail")
    assert "/* all of it */\nsystem {" in shown
    assert "    inactive: location floor 1;" in shown
    typist.line("rollback 0")
    other = Typist(typist.device, permissions=("configure", "view", "view-configuration"))
    other.line("configure")
    assert "encrypted-password /* SECRET-DATA */; ## SECRET-DATA" in other.line(
        "show system | display detail"
    )


# ---------------------------------------------------------------------- changed, forms of set, chains


def test_changed_elements_say_so_in_xml_and_what_they_lie_in_too(typist):
    lines = [line.strip() for line in typist.line("show | display changed | display xml").split("\n")]
    marked = [line.partition(" junos:changed=")[0] for line in lines if 'junos:changed="changed"' in line]
    assert [line.partition(" ")[0] for line in marked] == [
        "<configuration", "<system", "<location", "<floor", "<interfaces", "<interface", "<unit", "<description"
    ]  # fmt: skip
    typist.line("commit")
    assert 'changed="changed"' not in typist.line("show | display changed | display xml")


def test_changed_says_nothing_in_text(typist):
    assert typist.line("show interfaces | display changed") == typist.line("show interfaces")


def test_explicit_has_a_line_for_every_level(typist):
    assert typist.line("show interfaces | display set explicit").split("\n") == [
        "set interfaces ge-0/0/0",
        "set interfaces ge-0/0/0 unit 0",
        "set interfaces ge-0/0/0 unit 0 description x",
        "set interfaces fxp0",
        "set interfaces fxp0 unit 0",
        "set interfaces fxp0 unit 0 family inet",
        "set interfaces fxp0 unit 0 family inet address 192.0.2.10/24",
    ]


def test_relative_lines_start_at_what_is_shown(typist):
    typist.line("edit interfaces fxp0")
    assert typist.line("show | display set relative") == "set unit 0 family inet address 192.0.2.10/24"
    assert typist.line("show unit 0 | display set relative") == "set family inet address 192.0.2.10/24"
    assert typist.line("show | display set") == "set interfaces fxp0 unit 0 family inet address 192.0.2.10/24"
    assert typist.line("top show system host-name | display set relative") == "set host-name r1"


@pytest.mark.parametrize(
    ("pipes", "line"),
    [
        ("display set | match r1", "set system host-name r1"),
        ("display xml | match host", "                <host-name>r1</host-name>"),
        ("display xml | display set", "set system host-name r1"),
        ("display commit-scripts", "host-name r1;"),
        ("display omit | display inheritance", "host-name r1;"),
        ("display set | count", "Count: 1 lines"),
    ],
)
def test_displays_combine_with_each_other_and_with_other_pipes(typist, pipes, line):
    assert typist.line(f"show system host-name | {pipes}") == line


# ---------------------------------------------------------------------- rfc5952


def test_addresses_have_their_short_form_with_rfc5952_and_without(typist):
    typist.line("set interfaces lo0 unit 0 family inet6 address 2001:DB8:0:0:1:0:0:1/64")
    shown = typist.line("show interfaces lo0 | display rfc5952")
    assert "address 2001:db8::1:0:0:1/64;" in shown
    assert shown == typist.line("show interfaces lo0")
    assert "2001:db8::1:0:0:1" in typist.line("show interfaces lo0 | display rfc5952 | display set")


def test_a_command_has_rfc5952_beside_another_form(typist):
    plain = typist.line("run show cli directory")
    assert typist.line("run show cli directory | display rfc5952") == plain
    as_xml = typist.line("run show cli directory | display xml")
    assert typist.line("run show cli directory | display rfc5952 | display xml") == as_xml
    assert "rpc-reply" in as_xml

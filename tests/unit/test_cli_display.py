"""`| display xml` and `| display json` behind `show configuration`, `show` and operational commands."""

from __future__ import annotations

import json

import pytest

from cli_session import Typist, blueprint, make_device
from junosim.clock import ManualClock
from junosim.config import compare
from junosim.config.load import tree_of
from junosim.config.tree import Leaf

START = '<rpc-reply xmlns:junos="http://xml.juniper.net/junos/19.1R2/junos">'


@pytest.fixture
def typist():
    return Typist(make_device(clock=ManualClock(1594191600.0)))


def test_a_part_of_the_committed_configuration_in_xml(typist):
    assert typist.line("show configuration interfaces fxp0 unit 0 family | display xml").split("\n") == [
        START,
        '    <configuration junos:commit-seconds="1594191600" junos:commit-localtime="2020-07-08 07:00:00 UTC"'
        ' junos:commit-user="root">',
        "            <interfaces>",
        "                <interface>",
        "                    <name>fxp0</name>",
        "                    <unit>",
        "                        <name>0</name>",
        "                        <family>",
        "                            <inet>",
        "                                <address>",
        "                                    <name>192.0.2.10/24</name>",
        "                                </address>",
        "                            </inet>",
        "                        </family>",
        "                    </unit>",
        "                </interface>",
        "            </interfaces>",
        "    </configuration>",
        "    <cli>",
        "        <banner></banner>",
        "    </cli>",
        "</rpc-reply>",
    ]


def test_a_part_in_json(typist):
    shown = typist.line("show configuration system host-name | display json")
    assert json.loads(shown) == {
        "configuration": {
            "@": {
                "junos:commit-seconds": "1594191600",
                "junos:commit-localtime": "2020-07-08 07:00:00 UTC",
                "junos:commit-user": "root",
            },
            "system": {"host-name": "r1"},
        }
    }


def test_a_part_that_is_not_there(typist):
    assert len(typist.line("show configuration protocols | display xml").split("\n")) == 7
    assert list(json.loads(typist.line("show configuration snmp | display json"))["configuration"]) == ["@"]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_the_whole_loads_back(typist, form):
    shown = typist.line(f"show configuration | display {form} | no-more")
    committed = typist.device.configuration
    root, loaded = tree_of(committed.node, shown)
    assert loaded.problems == ()
    version = root.children.pop("version")
    assert isinstance(version, Leaf)
    assert version.value == "19.1R2.8"
    assert compare.equal(root, committed)


def test_the_candidate_says_when_it_was_changed(typist):
    typist.line("configure")
    assert 'junos:commit-user="root"' in typist.line("show | display xml")
    typist.lines("set system location building x", "edit system services")
    shown = typist.line("show | display xml").split("\n")
    assert shown[1] == (
        '    <configuration junos:changed-seconds="1594191600"'
        ' junos:changed-localtime="2020-07-08 07:00:00 UTC">'
    )
    assert shown[-3] == "        <banner>[edit system services]</banner>"
    assert [line.strip() for line in shown[2:-5]] == [
        "<system>", "<services>", "<ssh>", "<sftp-server/>", "</ssh>",
        "<netconf>", "<ssh>", "</ssh>", "</netconf>", "</services>", "</system>",
    ]  # fmt: skip
    held = json.loads(typist.line("top show system location | display json"))["configuration"]
    assert held["system"] == {"location": {"building": "x"}}
    assert list(held["@"]) == ["junos:changed-seconds", "junos:changed-localtime"]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_secrets_are_hidden_from_those_who_may_not_see_them(form):
    typist = Typist(permissions=("view", "view-configuration", "configure"))
    shown = typist.line(f"show configuration system login | display {form}")
    assert "$6$" not in shown
    assert "/* SECRET-DATA */" in shown


def test_an_operational_command_in_xml(typist):
    shown = typist.line("show system uptime | display xml").split("\n")
    assert shown[:6] == [
        START,
        '    <system-uptime-information xmlns="http://xml.juniper.net/junos/19.1R2/junos">',
        "        <current-time>",
        '            <date-time junos:seconds="1594191600">2020-07-08 07:00:00 UTC</date-time>',
        "        </current-time>",
        "        <time-source>LOCAL CLOCK</time-source>",
    ]
    assert shown[-4:] == ["    <cli>", "        <banner></banner>", "    </cli>", "</rpc-reply>"]
    typist.line("configure")
    assert typist.line("run show version | display xml").split("\n")[-3] == "        <banner>[edit]</banner>"


def test_an_operational_command_in_json(typist):
    shown = typist.line("show version | display json")
    assert shown.split("\n")[:8] == [
        "{",
        '    "software-information" : [',
        "    {",
        '        "host-name" : [',
        "        {",
        '            "data" : "r1"',
        "        }",
        "        ], ",
    ]
    (held,) = json.loads(shown)["software-information"]
    packages = blueprint().platform.packages
    assert [entry["name"][0]["data"] for entry in held["package-information"]] == [p.name for p in packages]


def test_attributes_of_an_operational_command_in_json(typist):
    (held,) = json.loads(typist.line("show system uptime | display json"))["system-uptime-information"]
    assert held["attributes"] == {"xmlns": "http://xml.juniper.net/junos/19.1R2/junos"}
    (count,) = held["uptime-information"][0]["active-user-count"]
    assert count == {"data": "1", "attributes": {"junos:format": "1 user"}}


def test_a_command_that_says_nothing(typist):
    assert typist.line("set cli terminal vt100 | display json") == "{\n}"
    assert len(typist.line("set cli terminal vt100 | display xml").split("\n")) == 5


@pytest.mark.parametrize(
    ("command", "request_"),
    [
        ("show version", ["<get-software-information>", "</get-software-information>"]),
        ("show version detail", ["<get-software-information>", "<detail/>", "</get-software-information>"]),
        ("show system users no-resolve",
         ["<get-system-users-information>", "<no-resolve/>", "</get-system-users-information>"]),
    ],
)  # fmt: skip
def test_the_request_behind_a_command(typist, command, request_):
    shown = [line.strip() for line in typist.line(f"{command} | display xml rpc").split("\n")]
    assert shown[1:-4] == ["<rpc>", *request_, "</rpc>"]


def test_a_command_without_a_request(typist):
    shown = typist.line("show cli | display xml rpc")
    assert "xml rpc equivalent of this command is not available." in shown


def test_other_pipes_work_on_the_form(typist):
    assert typist.line("show configuration | display xml | match host-name") == (
        " " * 16 + "<host-name>r1</host-name>"
    )
    assert "syntax error." in typist.line("show version | display set")

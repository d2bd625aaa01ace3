"""Inventory, Routing Engine, cards and alarms against public captures and what readers of them take."""

from __future__ import annotations

import re

import pytest

from cli_session import Typist


@pytest.fixture
def typist():
    return Typist()


def test_inventory_has_the_columns_of_the_captures(typist):
    lines = typist.line("show chassis hardware").splitlines()
    assert lines[:3] == [
        "Hardware inventory:",
        "Item             Version  Part number  Serial number     Description",
        "Chassis                                JN11F6C5BAFB      MX480",
    ]
    assert "  PIC 0                   BUILTIN      BUILTIN           MS-MPC-PIC" in lines
    assert all(line == line.rstrip() for line in lines)


def test_models_are_those_that_can_be_ordered(typist):
    lines = typist.line("show chassis hardware models").splitlines()
    assert [line.split()[0:2] for line in lines[2:]] == [["FPC", "0"], ["FPC", "1"], ["FPC", "4"]]
    assert lines[-1].endswith("MS-MPC-128G")


def test_inventory_as_xml_nests_what_is_plugged_in(typist):
    text = typist.line("show chassis hardware | display xml")
    assert text.index("<name>FPC 1</name>") < text.index(
        "<chassis-sub-module>", text.index("<name>FPC 1</name>")
    )
    assert '<chassis junos:style="inventory">' in text


def test_the_routing_engine_shows_its_load(typist):
    calm = typist.line("show chassis routing-engine")
    assert re.search(r"^    Memory utilization +\d+ percent$", calm, re.MULTILINE)
    idle = int(re.search(r"5 sec.*?Idle +(\d+) percent", calm, re.DOTALL)[1])
    typist.device.worked(1000)
    busy = typist.line("show chassis routing-engine")
    assert int(re.search(r"5 sec.*?Idle +(\d+) percent", busy, re.DOTALL)[1]) < idle


def test_uptime_is_in_words(typist):
    typist.device.clock.advance(86400 + 3600 - 95)
    assert "Uptime                         1 day, 1 hour\n" in typist.line("show chassis routing-engine")


def test_one_slot_of_the_cards(typist):
    assert len(typist.line("show chassis fpc").splitlines()) == 2 + 5
    assert typist.line("show chassis fpc 3").splitlines()[2:] == ["  3  Empty"]
    assert typist.line("show chassis fpc detail 0").startswith("Slot 0 information:\n  State")


def test_a_missing_rescue_configuration_is_an_alarm_of_the_system_alone(typist):
    assert typist.line("show chassis alarms") == "No alarms currently active"
    lines = typist.line("show system alarms").splitlines()
    assert lines[:2] == ["1 alarms currently active", "Alarm time               Class  Description"]
    assert lines[2].endswith("  Minor  Rescue configuration is not set")
    typist.line("request system configuration rescue save")
    assert typist.line("show system alarms") == "No alarms currently active"

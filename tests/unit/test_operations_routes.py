"""Interfaces and routes follow from the configuration and from which ports have a link."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_session import Typist, make_device
from junosim.device.hosts import parsed
from junosim.device.reach import Reach, reach
from junosim.device.routes import routes


def configured(*lines):
    typist = Typist()
    typist.line("configure")
    for line in lines:
        assert typist.line(f"set {line}") == ""
    assert "commit complete" in typist.line("commit and-quit")
    return typist


def test_a_device_as_it_is_started():
    lines = Typist().line("show interfaces terse fxp0").splitlines()
    assert lines == [
        "Interface               Admin Link Proto    Local                 Remote",
        "fxp0                    up    up",
        "fxp0.0                  up    up   inet     192.0.2.10/24",
    ]


def test_states_and_families():
    typist = configured(
        "interfaces xe-0/0/3 disable",
        "interfaces xe-0/0/4 unit 7 family inet address 10.1.1.1/24",
        "interfaces xe-0/0/4 unit 7 family mpls",
        "interfaces xe-0/0/4 vlan-tagging",
        "interfaces xe-0/0/4 unit 7 vlan-id 7",
    )
    lines = typist.line("show interfaces terse xe-0/0/[34]").splitlines()[1:]
    assert lines == [
        "xe-0/0/3                down  down",
        "xe-0/0/4                up    down",
        "xe-0/0/4.7              up    down inet     10.1.1.1/24",
        "                                   mpls",
    ]


def test_a_port_that_no_card_has_is_not_there():
    typist = configured("interfaces ge-3/0/0 unit 0 family inet address 10.1.1.1/24")
    assert typist.line("show interfaces terse ge-3/0/0") == "error: device ge-3/0/0 not found"


@pytest.mark.parametrize("form", ["", " detail", " extensive", " terse"])
def test_an_interface_that_nobody_knows(form):
    assert Typist().line(f"show interfaces yy{form}") == "error: device yy not found"


def test_descriptions_show_nothing_when_there_are_none():
    assert Typist().line("show interfaces descriptions") == ""


def test_static_routes_need_a_next_hop_that_can_be_reached():
    typist = configured(
        "routing-options static route 10.0.0.0/8 next-hop 192.0.2.254",
        "routing-options static route 11.0.0.0/8 next-hop 198.51.100.1",
        "routing-options static route 12.0.0.0/8 reject",
    )
    shown = typist.line("show route protocol static")
    assert "10.0.0.0/8         *[Static/5]" in shown
    assert "                    > to 192.0.2.254 via fxp0.0" in shown
    assert "11.0.0.0/8" not in shown
    assert "                      Reject" in shown
    assert "(4 active, 0 holddown, 1 hidden)" in shown


def test_an_address_on_a_port_without_a_link_is_rejected():
    typist = configured("interfaces xe-0/0/1 unit 0 family inet address 10.9.0.1/30")
    found = [route for route in routes(typist.device) if "10.9.0" in str(route.network)]
    assert [(str(route.network), route.protocol, route.kind) for route in found] == [
        ("10.9.0.1/32", "Local", "Reject")
    ]


def test_the_loopback_names_the_router():
    typist = configured("interfaces lo0 unit 0 family inet address 203.0.113.200/32")
    assert typist.line("show route summary").startswith("Router ID: 203.0.113.200\n")


def test_there_are_no_routes_before_the_protocols_start():
    typist = Typist()
    typist.device.start_kernel()
    assert typist.line("show route") == ""
    typist.device.clock.advance(60)
    assert "inet.0: 2 destinations" in typist.line("show route")


@pytest.mark.parametrize("line", ["show route community 1:1", "show interfaces satellite-device all"])
def test_what_is_not_modelled_is_refused(line):
    assert Typist().line(line) == "error: command is not valid on the mx480"


def test_a_protocol_that_is_configured_is_not_said_to_be_down():
    typist = configured("protocols ospf area 0.0.0.0 interface fxp0.0")
    assert "not running" not in typist.line("show ospf neighbor")
    assert typist.line("show bgp summary") == "BGP is not running"


DEVICE = make_device()


@given(st.ip_addresses(v=4))
def test_a_packet_goes_out_only_where_a_route_leads(address):
    leads = any(
        address in route.network
        for route in routes(DEVICE)
        if route.table == "inet.0" and not route.is_hidden
    )
    assert (reach(DEVICE, address) is not Reach.UNROUTABLE) == (
        leads or address == ipaddress.ip_address("127.0.0.1")
    )


def test_only_addresses_are_addresses():
    assert parsed("r1") is None
    assert parsed("2001:db8::1") == ipaddress.ip_address("2001:db8::1")

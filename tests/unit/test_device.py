"""The device without I/O: names and times from the configuration, the session table, load, memory."""

from __future__ import annotations

import tracemalloc
from time import perf_counter

import pytest

from bare_device import TEXT, container, leaf, make_device, tree
from junosim.clock import ManualClock
from junosim.config.query import branch, entries, find, leaf_text, leaf_values
from junosim.config.tree import Branch, Entries, Mark, Values
from junosim.device.device import Device
from junosim.device.load import Load
from junosim.schema.node import Kind, Node


def test_a_query_finds_entries_values_and_leaves():
    user = Node("user", Kind.LIST, keys=("name",))
    alice = Branch(user, ("alice",), {"class": leaf("class", "super-user")})
    bob = Branch(user, ("bob",), {"class": leaf("class", "read-only")}, mark=Mark.INACTIVE)
    servers = Values(Node("name-server", Kind.LEAF_LIST, type=TEXT), ("192.0.2.1", "192.0.2.2"))
    login = Branch(container("login"), children={"user": Entries(user, {("alice",): alice, ("bob",): bob})})
    root = Branch(container("root"), children={"login": login, "name-server": servers})
    assert find(root, "login", "user", "alice") is alice
    assert leaf_text(root, "login", "user", ("alice",), "class") == "super-user"
    assert leaf_text(root, "login", "user", "bob", "class") is None
    assert entries(root, "login", "user") == (alice,)
    assert leaf_values(root, "name-server") == ("192.0.2.1", "192.0.2.2")
    assert find(root, "login", "user", "carol") is None
    assert find(root, "name-server", "x") is None
    assert find(root, ("login",)) is None
    assert entries(root, "name-server") == ()
    assert leaf_values(root, "login") == ()
    assert branch(root, "login", "user", "alice") is alice
    assert branch(root, "name-server") is None
    assert leaf_text(None, "login") is None


def test_names_come_from_the_committed_configuration():
    device = make_device(host_name="r1", time_zone="Europe/Moscow")
    assert device.host_name == "r1"
    assert device.local_time(1630388891.0).strftime("%H:%M:%S %Z") == "08:48:11 MSK"
    device.stores.committed.root = tree()
    assert device.host_name is None
    assert device.local_time(0).strftime("%H %Z") == "00 UTC"


@pytest.mark.parametrize(("zone", "hour"), [("GMT+5", 7), ("GMT-5", 17), ("Mars/Olympus", 12), ("../x", 12)])
def test_time_zones_by_offset_and_unknown_ones(zone: str, hour: int):
    assert make_device(time_zone=zone).local_time(43200).hour == hour


def test_inactive_host_name_is_no_name():
    device = make_device()
    system = Branch(container("system"), children={"host-name": leaf("host-name", "r1", Mark.INACTIVE)})
    device.stores.committed.root = Branch(container("configuration"), children={"system": system})
    assert device.host_name is None


def test_boot_and_protocol_times():
    clock = ManualClock()
    device = make_device(clock)
    platform = device.platform
    assert device.uptime == platform.boot_time
    assert device.booted == clock.time() - platform.boot_time
    assert device.protocols_started == device.booted + platform.protocols_delay
    clock.advance(100)
    assert device.uptime == platform.boot_time + 100


def test_terminals_are_reused_lowest_first():
    device = make_device()
    first, second = device.logins.open("alice", "192.0.2.1"), device.logins.open("bob", "192.0.2.2")
    batch = device.logins.open("carol", "192.0.2.3", terminal=False)
    console = device.logins.open("root", console="u0")
    assert [login.tty for login in (first, second, batch, console)] == ["pts/0", "pts/1", None, "u0"]
    device.logins.close(first)
    device.logins.close(first)
    assert device.logins.open("dave", "192.0.2.4").tty == "pts/0"
    assert [login.user for login in device.logins.on_terminals()] == ["bob", "root", "dave"]
    assert len(device.logins) == 4
    assert len({login.pid for login in device.logins}) == 4


def test_idle_time():
    clock = ManualClock()
    device = make_device(clock)
    login = device.logins.open("alice", "192.0.2.1")
    clock.advance(90)
    assert device.logins.idle(login) == 90
    device.logins.touch(login)
    assert device.logins.idle(login) == 0


def test_process_ids_increase_and_start_over():
    device = make_device()
    first = device.next_pid()
    assert device.next_pid() == first + 1
    device._next_pid = 99999
    assert [device.next_pid(), device.next_pid()] == [99999, first]


def test_load_rises_with_work_and_decays_to_idle():
    load = Load(0.04, 0.0)
    booted = load.averages(0.0)
    assert booted[0] > booted[1] > booted[2] > 0.04
    quiet = load.averages(86400.0)
    assert quiet == pytest.approx((0.04, 0.04, 0.04))
    load.work(60.0, 86400.0)
    assert load.averages(86400.0)[0] == pytest.approx(0.04 + 0.632, abs=0.01)
    assert load.averages(86460.0)[0] < load.averages(86400.0)[0]


def test_one_more_device_is_cheap():
    shared = make_device()
    tracemalloc.start()
    try:
        start = perf_counter()
        parts = (shared.platform, shared.release, shared.stores, shared.clock, shared.entropy)
        more = [Device(*parts) for _ in range(50)]
        seconds = perf_counter() - start
        size = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert size / len(more) < 14_000
    assert seconds / len(more) < 0.005

"""Deeds of the CLI by the names of their calls: they say to programs what they did (R-NCS-001)."""

from __future__ import annotations

import pytest

from cli_session import make_device
from junosim.device.files import SYSTEM
from netconf_session import NetconfUser


@pytest.fixture
def user():
    return NetconfUser()


def text(reply, path):
    return "".join(reply.find(f".//{path}").itertext()).strip()


def test_a_reboot_that_waits_for_its_time(user):
    reply = user.call("<request-reboot><in>5</in></request-reboot>")
    assert "Shutdown at" in text(reply, "request-reboot-status")
    assert "reboot requested by lab" in text(user.call("<command>show system reboot</command>"), "output")
    assert user.device.plan is not None
    user.call("<clear-reboot/>")
    assert user.device.plan is None


def test_a_reboot_at_once_is_answered_before_it_comes(user):
    reply = user.call("<request-reboot/>")
    assert text(reply, "request-reboot-status").startswith("Shutdown NOW!")


def test_who_may_not_reboot_is_refused():
    reply = NetconfUser(permissions=("view",), name="read-only").call("<request-reboot/>")
    assert text(reply, "error-message") == "permission denied"


def test_a_file_that_is_archived_is_answered_by_nothing(user):
    user.device.files.write("/var/tmp/a", b"one", SYSTEM)
    reply = user.call(
        "<file-archive><compress/><source>/var/tmp/a</source><destination>/var/tmp/b</destination></file-archive>"
    )
    assert (len(reply), (reply.text or "").strip()) == (0, "")
    assert user.device.files.status("/var/tmp/b.tgz", SYSTEM).size


def test_what_is_wrong_is_an_error(user):
    reply = user.call(
        "<request-package-add><package-name>/var/tmp/none.tgz</package-name></request-package-add>"
    )
    assert "none.tgz" in text(reply, "error-message")


def test_a_package_that_is_not_signed_has_a_result(user):
    user.device.files.write("/var/tmp/bad.tgz", b"no package", SYSTEM)
    reply = user.call(
        "<request-package-add><no-validate/><package-name>/var/tmp/bad.tgz</package-name></request-package-add>"
    )
    assert text(reply, "package-result") == "1"
    assert text(reply, "output")


def test_zeroization_is_answered_by_its_warnings_and_ends_the_session():
    user = NetconfUser(make_device(fips=True))
    sent = user.send("<rpc><request-system-zeroize/></rpc>]]>]]>")
    for _ in range(40):
        user.device.clock.advance(1)
        sent += user.read()
    assert "<error-severity>warning</error-severity>" in sent
    assert "zeroizing re0" in sent
    assert user.ended


def test_a_ping_says_in_microseconds_how_long_answers_took(user):
    user.send("<rpc><ping><host>192.0.2.10</host><count>2</count></ping></rpc>]]>]]>")
    user.device.clock.advance(1)
    sent = user.read()
    assert sent.count("<probe-success/>") == 2
    assert "<probes-sent>\n2\n</probes-sent>" in sent
    assert "<ping-success/>" in sent


def test_a_session_rests_while_a_ping_waits(user):
    assert (
        user.send("<rpc><ping><host>192.0.2.77</host><count>1</count><wait>3</wait></ping></rpc>]]>]]>") == ""
    )
    clock = user.device.clock
    assert user.session.deadline() == clock.monotonic() + 3
    clock.advance(2)
    assert user.read() == ""
    clock.advance(1)
    assert "<packet-loss>\n100\n</packet-loss>" in user.read()


def test_a_ping_as_text_says_what_people_see(user):
    reply = user.call('<ping format="text"><host>192.0.2.10</host><count>1</count></ping>')
    assert "1 packets transmitted, 1 packets received, 0% packet loss" in text(reply, "output")


def test_the_way_of_packets(user):
    reply = user.call("<traceroute><host>192.0.2.10</host></traceroute>")
    assert text(reply, "hop/last-ip-address") == "192.0.2.10"
    assert len(reply.findall(".//probe-success")) == 3
    assert "No route to host" in text(
        user.call("<traceroute><host>203.0.113.9</host></traceroute>"), "error-message"
    )
    assert "cannot resolve" in text(user.call("<ping><host>nobody</host></ping>"), "error-message")

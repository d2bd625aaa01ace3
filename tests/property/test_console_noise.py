"""Whatever is typed on the console, and whatever happens to the device meanwhile: one line, and always a way in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from console_user import ConsoleUser, make_device
from junosim.device import boot
from junosim.device.console import KEPT
from junosim.device.lifecycle import State

PIECES = st.one_of(
    st.sampled_from(
        [
            b"\r", b"\n", b"\r\n", b"\x04", b"\x03", b"\x15", b"\x7f", b"lab\r", b"Lab-1234567\r", b"root\r",
            b"eve\r", b"Eve-1234567\r", b"exit\r", b"configure\r", b"start shell\r", b"show version\r", b" ",
            b"q", b"no\r", b"request system halt\ryes\r", b"request system reboot\ryes\r",
            b"set cli idle-timeout 1\r",
        ]
    ),
    st.binary(max_size=40),
)  # fmt: skip
EVENTS = st.one_of(
    PIECES, st.sampled_from(["wait", "long wait", "hang up", "power off", "power on", "reboot", "message"])
)


def happen(user, event):
    device = user.device
    if isinstance(event, bytes):
        user.line.feed(event)
    elif event == "wait":
        user.wait(7)
    elif event == "long wait":
        user.wait(200)
    elif event == "hang up":
        user.line.hang_up()
    elif event == "power off":
        boot.power_off(device)
    elif event == "power on" and device.lifecycle.state is State.OFF:
        boot.power_on(device)
    elif event == "reboot" and device.lifecycle.state.is_up:
        device.begin(boot.reboot(device))
    elif event == "message":
        device.logins.broadcast("hello")


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=25), st.sampled_from([0.0, 1.0]))
def test_there_is_one_session_at_most_and_always_a_way_in(events, pace):
    device = make_device(pace=pace)
    user = ConsoleUser(device)
    for event in events:
        happen(user, event)
        user._shown.clear()
        settle(user)
        on_line = [login for login in device.logins if login.tty == "u0" and login.outer is None]
        assert len(on_line) == user.line.is_logged_in
        assert not on_line or device.lifecycle.state.is_up
        assert len(device.console.content) <= KEPT
    boot.power_off(device)
    assert user.line.deadline() is None
    boot.power_on(device)
    user.wait(300)
    assert device.lifecycle.state is State.RUNNING
    user.send("\r")
    assert user.log_in().endswith("lab@r1> ")


def settle(user):
    """Let the line work without looking at what it shows, which need not be text."""
    while (check := user.line.take_check()) is not None:
        user.line.checked(check, fits=check())

"""The front panel: what each LED shows in which state, and what the buttons do."""

from __future__ import annotations

import pytest

from cli_session import make_device
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.device.panel import Light, NoSuchButton, Panel
from junosim.platforms import platform_names

MX104_LEDS = [  # R-PORT-002
    "Alarm LEDs 1", "Alarm LEDs 2", "System status LED", "OK/Fail indicator", "RE online/offline indicator",
    "Master/slave indicator", "MIC status indicator", "App status indicator",
]  # fmt: skip


def panel_of(platform="mx104"):
    device = make_device(platform, ManualClock())
    return device, Panel(device)


@pytest.mark.parametrize("platform", platform_names())
def test_every_platform_shows_that_it_is_up_and_can_be_reset(platform):
    device, panel = panel_of(platform)
    up = panel.leds
    assert Light.GREEN in up.values()
    panel.press("Reset button")
    assert set(panel.leds.values()) == {Light.OFF}
    device.lifecycle.settle()
    assert panel.leds == up
    assert device.uptime == 0.0


def test_leds_of_the_mx104_follow_its_state():
    device, panel = panel_of()
    assert sorted(panel.leds) == sorted(MX104_LEDS)
    seen = {}
    device.lifecycle.watchers.append(lambda state: seen.setdefault(state, dict(panel.leds)))
    device.begin(boot.reboot(device))
    device.lifecycle.settle()
    boot.power_off(device)
    down = seen[State.SHUTTING_DOWN]
    assert (down["System status LED"], down["RE online/offline indicator"]) == ("green, blinking", "off")
    booting = seen[State.BOOTING]
    assert (booting["RE online/offline indicator"], booting["Master/slave indicator"]) == (
        Light.BLINKING,
        "off",
    )
    assert booting["MIC status indicator"] == "off"
    up = seen[State.RUNNING]
    assert {name for name, light in up.items() if light == "green"} == set(MX104_LEDS[2:])
    assert set(seen[State.OFF].values()) == {"off"}


@pytest.mark.parametrize(
    ("state", "led", "light"),
    [
        (State.PANIC, "OK/Fail indicator", "red"),
        (State.PANIC, "System status LED", "red"),
        (State.FIPS_RECOVERY, "MIC status indicator", "red"),
        (State.FIPS_RECOVERY, "App status indicator", "red"),
        (State.FIPS_RECOVERY, "OK/Fail indicator", "green"),
        (State.HALTED, "OK/Fail indicator", "off"),
        (State.ZEROIZING, "System status LED", "green, blinking"),
    ],
)
def test_what_is_not_well_is_seen(state, led, light):
    device, panel = panel_of()
    device.lifecycle.begin_as(state)
    assert panel.leds[led] == light


def test_the_offline_button_stops_the_device_and_starts_it_again():
    device, panel = panel_of()
    panel.press("RE online/offline button")
    device.lifecycle.settle()
    assert device.lifecycle.state is State.OFF
    panel.press("RE online/offline button")
    device.lifecycle.settle()
    assert device.lifecycle.state is State.RUNNING
    device.begin(boot.halt(device))
    device.lifecycle.settle()
    panel.press("Online/offline button")
    device.lifecycle.settle()
    assert device.lifecycle.state is State.RUNNING


def test_a_button_that_cannot_do_anything_now_does_nothing():
    device, panel = panel_of()
    device.begin(boot.reboot(device))
    device.lifecycle.wake()
    device.lifecycle.wake()
    assert device.lifecycle.state is State.SHUTTING_DOWN
    panel.press("RE online/offline button")
    device.lifecycle.settle()
    assert device.lifecycle.state is State.RUNNING


def test_the_card_goes_off_and_on_with_its_button():
    _, panel = panel_of()
    panel.press("MIC online/offline button")
    assert (panel.leds["MIC status indicator"], panel.leds["OK/Fail indicator"]) == ("off", "green")
    panel.press("MIC online/offline button")
    assert panel.leds["MIC status indicator"] == "green"
    panel.press("MIC online/offline button")
    panel.restore()
    assert panel.leds["MIC status indicator"] == "green"


def test_buttons_that_are_not_there_are_refused_and_the_others_named():
    _, panel = panel_of()
    with pytest.raises(
        NoSuchButton, match=r"no button 'Any'; there are: Online/offline button, Reset button, RE"
    ):
        panel.press("Any")

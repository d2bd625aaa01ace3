"""The front panel: LEDs that show what the device is doing, and buttons that somebody standing there presses.

What an LED shows and a button does is data of the platform. Which colour means what is our choice [g], along the
vendor's hardware guides: green is well, a blinking one is on its way, red is not well.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from junosim.device import boot
from junosim.device.lifecycle import State
from junosim.errors import JunosimError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.device.device import Device
    from junosim.platforms import Fixture


class Light(StrEnum):
    """What an LED looks like; its text is as good as the member."""

    OFF = "off"
    GREEN = "green"
    BLINKING = "green, blinking"
    RED = "red"


class NoSuchButton(JunosimError):
    """A button that this panel does not have; the message lists those that there are."""


_COMING: Final = frozenset({State.BOOTING, State.SELF_TEST})
_GOING: Final = frozenset({State.SHUTTING_DOWN, State.ZEROIZING})
_DOWN: Final = frozenset({State.OFF, State.HALTED})
_CARD: Final = "card"  # what an LED shows and a button does that belongs to the services card


class Panel:
    """The panel of one device. The services card is on whenever the device is, until its button was pressed."""

    __slots__ = ("_card_is_off", "_device")

    def __init__(self, device: Device) -> None:
        self._device = device
        self._card_is_off = False

    @property
    def leds(self) -> Mapping[str, Light]:
        """What each LED shows now, by its name; several of one name are numbered from 1 (`Alarm LEDs 1`)."""
        shown: dict[str, Light] = {}
        for fixture in self._fixtures("led"):
            light = _SHOWN[fixture.role](self._device.lifecycle.state)
            if self._card_is_off and fixture.role == _CARD:
                light = Light.OFF
            if fixture.count == 1:
                shown[fixture.name] = light
            else:
                shown |= {f"{fixture.name} {number + 1}": light for number in range(fixture.count)}
        return shown

    @property
    def buttons(self) -> tuple[str, ...]:
        """The names of the buttons."""
        return tuple(fixture.name for fixture in self._fixtures("button"))

    def press(self, button: str) -> None:
        """Press a button; what the device cannot do now does not happen, as with a real one.

        `Reset` takes the power away and gives it back. `online/offline` stops a device that is up, and starts one
        that is halted or off; that of a services card does so with the card. Raises NoSuchButton.
        """
        found = next((fixture for fixture in self._fixtures("button") if fixture.name == button), None)
        if found is None:
            raise NoSuchButton(f"there is no button {button!r}; there are: {', '.join(self.buttons)}")
        if found.role == _CARD:
            self._card_is_off = not self._card_is_off
        else:
            _DONE[found.role](self._device)

    def restore(self) -> None:
        """Forget what was pressed."""
        self._card_is_off = False

    def _fixtures(self, kind: str) -> list[Fixture]:
        return [fixture for fixture in self._device.platform.panel if fixture.kind == kind]


def _status(state: State) -> Light:
    if state in _COMING | _GOING:
        return Light.BLINKING
    return _ok(state)


def _ok(state: State) -> Light:
    if state is State.PANIC:
        return Light.RED
    return Light.OFF if state in _DOWN else Light.GREEN


def _online(state: State) -> Light:
    return Light.BLINKING if state in _COMING else _master(state)


def _master(state: State) -> Light:
    return Light.GREEN if state.is_up else Light.OFF


def _card(state: State) -> Light:
    return Light.RED if state is State.FIPS_RECOVERY else _master(state)


def _alarms(_state: State) -> Light:
    """None of the alarms that would light them is simulated."""
    return Light.OFF


_SHOWN: Final[Mapping[str, Callable[[State], Light]]] = {
    "status": _status,
    "ok": _ok,
    "online": _online,
    "master": _master,
    "alarms": _alarms,
    _CARD: _card,
    "application": _card,
}


def _reset(device: Device) -> None:
    boot.power_off(device)
    boot.power_on(device)


def _start_or_stop(device: Device) -> None:
    state = device.lifecycle.state
    if state is State.OFF:
        boot.power_on(device)
    elif state is State.HALTED:
        device.begin(boot.boot(device))
    elif state.is_up:
        device.plan = None
        device.begin(boot.switch_off(device))


_DONE: Final[Mapping[str, Callable[[Device], None]]] = {
    "reset": _reset,
    "engine": _start_or_stop,
    "system": _start_or_stop,
}

"""The front panel of a running device, from any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.api.background import Call
    from junosim.device.panel import Light, Panel

    T = TypeVar("T")


class FrontPanel:
    """The LEDs and buttons of a device, by the names that its platform gives them.

    `device.panel.leds["OK/Fail indicator"]` is `green`, `device.panel.press("Reset button")` cycles the power.
    """

    def __init__(self, call: Call, panel: Panel) -> None:
        self._call = call
        self._panel = panel

    @property
    def leds(self) -> Mapping[str, Light]:
        """What each LED shows now: `off`, `green`, `green, blinking` or `red`."""
        return self._call(lambda: self._panel.leds)

    @property
    def buttons(self) -> tuple[str, ...]:
        """The names of the buttons."""
        return self._panel.buttons

    def press(self, button: str) -> None:
        """Press a button; what it starts goes on by itself, `wait_for` tells when the device is up.

        `Reset` takes the power away and gives it back. `online/offline` stops a device that is up, and starts one
        that is halted or off; that of a services card does so with the card. Raises NoSuchButton.
        """
        self._call(lambda: self._panel.press(button))

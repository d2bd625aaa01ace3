"""The faults of a running device, from any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from junosim.api.background import Call
    from junosim.fips.faults import Faults


class DeviceFaults:
    """What a test breaks on a device: `device.faults.add(kat="openssl/AES-GCM")`.

    A fault hits the next run of the computation that it names. Those of the self-tests stay until the device was
    installed anew, others are used up; docs/howto/break-a-self-test.md lists them.
    """

    def __init__(self, call: Call, faults: Faults) -> None:
        self._call = call
        self._faults = faults

    @property
    def known(self) -> tuple[str, ...]:
        """Every fault there is, as `add_text` takes it (`kat=openssl/AES-GCM`)."""
        return self._faults.known

    @property
    def waiting(self) -> tuple[str, ...]:
        """The faults that have not hit yet, in the order they were added."""
        return self._call(lambda: self._faults.waiting)

    @property
    def present(self) -> tuple[str, ...]:
        """The faults that have hit and stay, sorted."""
        return self._call(lambda: self._faults.present)

    def add(self, *, times: int | None = None, lasting: bool = False, **faults: str) -> None:
        """Order faults by kind and name; the kind `ms-mic` is written `ms_mic` here.

        With `times` the next so many runs are hit, with `lasting` all from then on. Raises UnknownFault for one that
        does not exist (nothing is ordered then), ValueError for `times` below 1 or beside `lasting`.
        """
        self._call(lambda: self._faults.add(times=times, lasting=lasting, **faults))

    def add_text(self, text: str, times: int | None = None, *, lasting: bool = False) -> None:
        """Order the fault that a command line names: `KIND=NAME`. Raises as `add` does."""
        self._call(lambda: self._faults.add_text(text, times, lasting=lasting))

    def clear(self) -> None:
        """Take back all, what waits and what has hit."""
        self._call(self._faults.clear)

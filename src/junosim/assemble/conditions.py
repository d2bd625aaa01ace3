"""Under which conditions a device is started: in which mode, with what broken, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.assemble.blueprint import as_delivered, draft
from junosim.errors import JunosimError
from junosim.fips.faults import Faults

if TYPE_CHECKING:
    from junosim.assemble.blueprint import Blueprint
    from junosim.assemble.lab import User
    from junosim.clock import Clock
    from junosim.entropy import Entropy


class ConditionsError(JunosimError):
    """Conditions that exclude each other."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a device begins.

    fips          it has gone into FIPS mode: its self-tests have run, the crypto officer and the FIPS user are there
    factory       it is as it was delivered, whatever `fips` says: root may log in on the console, nobody else
    pace          a factor on the time that boots and stops take: 1 as on a real device, 0 none
    faults        what is broken from the start (`kat=openssl/AES-GCM`)
    heed_limits   False: `connection-limit` and `rate-limit` of its configuration keep nobody out
    """

    fips: bool = True
    factory: bool = False
    pace: float = 0.0
    faults: tuple[str, ...] = ()
    heed_limits: bool = True

    @property
    def boots(self) -> bool:
        """True when the device has to boot; else it can be made as it is behind a boot, which is faster."""
        return (self.fips and not self.factory) or bool(self.faults)

    def draft(
        self,
        platform: str,
        clock: Clock,
        entropy: Entropy,
        *,
        users: tuple[User, ...] | None,
        text: str,
        source: str,
    ) -> Blueprint:
        """The blueprint of such devices; the arguments are those of `blueprint.draft`.

        Raises what that raises, ConditionsError for a configuration or users of a device that is as delivered,
        UnknownFault, and ConditionsError for a negative pace.
        """
        if self.pace < 0:
            raise ConditionsError("the pace is a factor from 0 on")
        known = Faults()
        for fault in self.faults:
            known.add_text(fault)
        if not self.factory:
            return draft(platform, clock, entropy, users=users, text=text, source=source, fips=self.fips)
        if text or users is not None:
            raise ConditionsError("a device as it was delivered has no configuration and no users")
        return as_delivered(platform)

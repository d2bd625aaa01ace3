"""What a commit has to obey on the way into FIPS mode and in it: a named check of the commit pipeline.

Sources: the guides, "Enabling FIPS Mode". Wordings that they do not print are ours [g].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from junosim.access.login_checks import half_officers
from junosim.config.diff import diff_in_slices
from junosim.config.query import leaf_text
from junosim.config.rules.stated import Sort
from junosim.config.transition import Step
from junosim.device.fips_mode import FIPS, level_of, policy_of
from junosim.device.host_keys import ECDSA
from junosim.errors import Problem, SelfTestFailure
from junosim.fips.findings import Search
from junosim.slices import Beat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.config.transition import Transition
    from junosim.config.tree import Branch
    from junosim.device.host_keys import HostKeys, KeyPair
    from junosim.device.software import Software
    from junosim.platforms import Platform

_FORMS: Final = (("level",), ("chassis", "level"))
_OTHER_FORM: Final = "FIPS level must be set with 'system fips {}'"
_NO_SUCH_LEVEL: Final = "FIPS level {} is not supported"
_PACKAGE_NEEDED: Final = "package {} must be installed before FIPS mode is enabled"
_FLEX: Final = "FIPS mode is not supported by the flex image {}"
_NO_WAY_BACK: Final = "FIPS mode can only be disabled by zeroizing the system"
_REBOOT: Final = "reboot is required to transition to FIPS level {}"


class Moded(Protocol):
    """The device as the checks see it."""

    platform: Platform
    software: Software
    host_keys: HostKeys
    fips_mode: bool


class FipsChecks:
    """The check of one device, and the subscriber that makes its host keys."""

    __slots__ = ("_device", "_pair")

    def __init__(self, device: Moded) -> None:
        self._device = device
        self._pair: KeyPair | None = None

    @property
    def step(self) -> Step:
        """The check under its name."""
        return Step("FIPS mode", self.problems, Sort.CONSTRAINT.value)

    def problems(self, transition: Transition) -> Iterator[Problem | None]:
        """What stands against a commit, and the notice of the reboot; pauses among them."""
        device = self._device
        level, before = level_of(transition.new, device.platform), level_of(transition.old, device.platform)
        yield from self._levels(transition.new)
        if not level:
            if device.fips_mode:
                yield Problem((FIPS[0],), FIPS[1], _NO_WAY_BACK)
            return
        if device.fips_mode:
            yield from half_officers(transition)
        else:
            yield from self._needs()
        yield from self._contents(transition, whole=not before)
        if self._enters(transition):
            for line in device.host_keys.missing_in_fips() if device.platform.fips.names_host_keys else ():
                yield Problem((), "", line, warning=True, notice=True)
        if not device.fips_mode and level != before:
            yield Problem((), FIPS[0], _REBOOT.format(level), warning=True, notice=True)

    def prepare(self, transition: Transition) -> Iterable[Problem]:
        """Make the host key of the mode when it is asked for; a pair that does not fit stops the commit [g]."""
        self._pair = None
        if self._enters(transition) and self._device.platform.fips.names_host_keys:
            try:
                self._pair = self._device.host_keys.pair_for_fips()
            except SelfTestFailure as failure:
                self._device.host_keys.failed(failure)
                return (Problem((), "", str(failure)),)
        return ()

    def apply(self, _transition: Transition) -> None:
        """Keep that key."""
        if self._pair is not None:
            self._device.host_keys.keep(ECDSA, self._pair, fips=True)
            self._pair = None

    def _enters(self, transition: Transition) -> bool:
        """True for the commit that asks for the mode on a device that does not work in it."""
        device = self._device
        old, new = (level_of(tree, device.platform) for tree in (transition.old, transition.new))
        return not device.fips_mode and new > 0 and not old

    def _levels(self, new: Branch) -> Iterator[Problem]:
        """The statements that give a level have to be those of the platform, with a level that it has."""
        platform = self._device.platform
        for form in _FORMS:
            level, statement = leaf_text(new, *FIPS, *form), " ".join(form)
            if level is None or policy_of(platform).takes_level(statement, int(level)):
                continue
            known = platform.fips.statement
            message = (_NO_SUCH_LEVEL if statement == known else _OTHER_FORM).format(
                level if statement == known else known
            )
            yield Problem((*FIPS, *form[:-1]), f"{form[-1]} {level}", message)

    def _needs(self) -> Iterator[Problem]:
        """The package with the self-tests comes first; the image has to know the mode, that of the next boot too."""
        device = self._device
        next_image = device.software.pending or device.software.current
        if device.software.is_flex(next_image):
            yield Problem((FIPS[0],), FIPS[1], _FLEX.format(next_image.package))
        elif not device.software.is_ready_for_fips:
            yield Problem((FIPS[0],), FIPS[1], _PACKAGE_NEEDED.format(device.platform.fips.needs))

    def _contents(self, transition: Transition, *, whole: bool) -> Iterator[Problem | None]:
        """Statements, values and secrets that the mode does not have: all when it is asked for, then what changes."""
        device = self._device
        search = Search(policy_of(device.platform), Beat(), entering=not device.fips_mode)
        old, new = transition.written
        if whole:
            yield from search.everywhere(new)
        elif transition.candidate is None:
            yield from search.among(transition.changes)
        else:
            yield from search.among((yield from diff_in_slices(old, new)))

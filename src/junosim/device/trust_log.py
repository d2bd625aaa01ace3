"""Changes of the trust anchors, those whose packages are taken: the log tells when a device notices one.

Anchors are files outside the device; it reads them at its boot and whenever it has a package to verify.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.users import ROOT
from junosim.packages import subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from junosim.device.device import Device


def current(device: Device) -> Sequence[bytes]:
    """The trust anchors beside that of the image, as they are now; what has changed since the last look is logged."""
    software = device.software
    found = tuple(software.roots())
    before, software.trusted = software.trusted, found
    for key, gone, present in (
        ("trust-anchor-removed", before, found),
        ("trust-anchor-added", found, before),
    ):
        for pem in gone:
            if pem not in present:
                for subject in subjects(pem):
                    device.audit.emit(key, device.processes.management, username=ROOT, subject=subject)
    return found

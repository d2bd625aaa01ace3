"""What is wrong with a package."""

from __future__ import annotations

from enum import Enum

from junosim.errors import JunosimError


class Fault(Enum):
    """The kinds of refusal."""

    DAMAGED = "damaged"
    UNSIGNED = "unsigned"
    CERTIFICATE = "certificate"
    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"
    CONTENT = "content"


class PackageProblem(JunosimError):
    """A package that is refused: the part of it that cannot be validated, why, the certificate's subject if any."""

    def __init__(self, fault: Fault, part: str, reason: str, subject: str = "") -> None:
        super().__init__(": ".join(filter(None, (part, reason, subject))))
        self.fault = fault
        self.part = part
        self.reason = reason
        self.subject = subject

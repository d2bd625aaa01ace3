"""Whose shell it is: name, numbers and groups of a user as the operating system knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from junosim.access.permissions import ALL
from junosim.access.users import ROOT, Accounts
from junosim.device.file_names import home_of
from junosim.device.files import Visitor

if TYPE_CHECKING:
    from junosim.access.classes import LoginClass
    from junosim.device.device import Device

_WHEEL: Final = (0, "wheel")
_STAFF: Final = (20, "staff")
_ROOTS: Final = (_WHEEL, (5, "operator"), (10, "field"), (31, "guest"), (73, "config"))  # recalled
_FIRST_UID: Final = 2000
"""The number of the first user who has none in the configuration."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user; the first of the groups is that of his processes."""

    name: str
    uid: int
    groups: tuple[tuple[int, str], ...]
    home: str

    @property
    def visitor(self) -> Visitor:
        """How the file tree knows him: at a shell the login class counts for nothing, root may do everything."""
        groups = frozenset(name for _, name in self.groups)
        return Visitor(self.name, self.uid == 0, groups, reads_configurations=self.uid == 0)


def person_of(device: Device, name: str, login_class: LoginClass | None = None) -> Person | None:
    """The user of that name in the committed configuration, or the one who is logged in with this class.

    None for a user that does not exist.
    """
    tree = device.configuration
    accounts = Accounts().of(tree)
    account = accounts.get(name)
    if account is None and login_class is None:
        return None
    if name == ROOT:
        return Person(ROOT, 0, _ROOTS, home_of(ROOT))
    uid = None if account is None else account.uid
    if uid is None:
        taken = {other.uid for other in accounts.values()}
        uid = next(number for number in range(_FIRST_UID, 65536) if number not in taken)
    permissions = (login_class or device.login_class_of(name)).permissions
    groups = (_STAFF, _WHEEL) if ALL in permissions else (_STAFF,)
    return Person(name, uid, groups, home_of(name))

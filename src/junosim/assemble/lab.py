"""The lab configuration: what a device has committed when it is started without a configuration of the user's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from junosim.access.passwords import make_hash

if TYPE_CHECKING:
    from junosim.entropy import Entropy

CRYPTO_OFFICER = ("crypto-officer", "super-user")
READER = ("fips-user", "read-only")

_FIRST_UID = 2000

# Easy to tell apart when read aloud or typed; three character sets, as FIPS mode demands.
_SETS = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789")
_PASSWORD_LENGTH = 14  # FIPS mode takes 10 to 20

_STATEMENTS = """\
system {
    root-authentication {
        encrypted-password "%(root)s";
    }
    login {
%(users)s
    }
    services {
        ssh {
            sftp-server;
        }
        netconf {
            ssh;
        }
    }
    syslog {
        file messages {
            any notice;
            authorization info;
        }
        file interactive-commands {
            interactive-commands any;
        }
    }
}
interfaces {
    %(management)s {
        unit 0 {
            family inet {
                address 192.0.2.10/24;
            }
        }
    }
}
"""

_USER = """\
        user %(name)s {
            uid %(uid)d;
            class %(class)s;
            authentication {
                encrypted-password "%(hash)s";
            }
        }"""


@dataclass(frozen=True, slots=True)
class User:
    """A user of the lab configuration, with the password in the clear: it is printed, or given to a test."""

    name: str
    password: str
    login_class: str


def lab_users(entropy: Entropy) -> tuple[User, ...]:
    """The crypto officer and the read-only user, with new random passwords."""
    return tuple(User(name, new_password(entropy), kind) for name, kind in (CRYPTO_OFFICER, READER))


def new_password(entropy: Entropy) -> str:
    """A random password that FIPS mode accepts: 14 characters of all three sets."""
    alphabet = "".join(_SETS)
    while True:
        letters = [alphabet[entropy.below(len(alphabet))] for _ in range(_PASSWORD_LENGTH)]
        if all(any(letter in kind for letter in letters) for kind in _SETS):
            return "".join(letters)


def lab_configuration(users: tuple[User, ...], entropy: Entropy, management: str = "fxp0") -> str:
    """The lab configuration in text form, without a host name. `management` is the name of the management port.

    Root's password is random and told to nobody."""
    return _STATEMENTS % {
        "management": management,
        "root": make_hash(new_password(entropy), entropy),
        "users": "\n".join(
            _USER
            % {
                "name": user.name,
                "uid": _FIRST_UID + number,
                "class": user.login_class,
                "hash": make_hash(user.password, entropy),
            }
            for number, user in enumerate(users)
        ),
    }

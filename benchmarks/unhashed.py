"""The product, taking every password of a known user without hashing it: what logins cost but for the hashes."""

from __future__ import annotations

from junosim.access import passwords
from junosim.access.libcrypt import find_crypt
from junosim.app.main import main


def _as_stored(password: bytes, setting: bytes) -> bytes | None:
    """The hash it is compared with; one that is made is made."""
    return find_crypt()(password, setting) if setting.endswith(b"$") else setting


if __name__ == "__main__":
    passwords.find_crypt = lambda: _as_stored
    main()

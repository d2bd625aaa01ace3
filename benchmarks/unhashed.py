"""The product, taking every password of a known user without hashing it: what logins cost but for the hashes."""

from __future__ import annotations

from junosim.app.main import main
from junosim.servers.hashing import Hashing


async def _as_stored(self: Hashing, password: bytes, setting: bytes) -> bytes:
    """The hash it is compared with."""
    return setting


if __name__ == "__main__":
    Hashing.compute = _as_stored  # type: ignore[method-assign]
    main()

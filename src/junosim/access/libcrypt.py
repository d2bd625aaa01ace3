"""The host's `crypt_r`, called without holding the interpreter lock, or libpass where the host has none.

The standard library's `crypt` and the usual bindings hold the lock for the two milliseconds a hash takes; with
fifty logins at once a key typed in another session then waits for up to 57 ms. A foreign call frees the lock.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Crypt: TypeAlias = Callable[[bytes, bytes], bytes | None]

_LIBRARIES = ("libcrypt.so.1", "libcrypt.so.2")
_DES_SETTING = re.compile(rb"[./0-9A-Za-z]{2}(?:[./0-9A-Za-z]{11})?")
_CRYPT_DATA_SIZE = 256 * 1024  # bytes; more than `struct crypt_data` of any C library (glibc: 131,232)


@cache
def find_crypt() -> Crypt:
    """The function that hashes: `(password, setting) -> hash`, None when the setting is not understood."""
    for name in _LIBRARIES:
        try:
            return _native(ctypes.CDLL(name))
        except (OSError, AttributeError):  # no such library, or one without `crypt_r`
            continue
    return portable_crypt


def _native(library: ctypes.CDLL) -> Crypt:
    function = library.crypt_r
    function.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p)
    function.restype = ctypes.c_char_p

    def native_crypt(password: bytes, setting: bytes) -> bytes | None:
        data = ctypes.create_string_buffer(_CRYPT_DATA_SIZE)
        result = function(password, setting, data)
        if result is None or result.startswith(b"*"):  # a kind that this library was built without
            return portable_crypt(password, setting)
        return bytes(result)

    return native_crypt


def portable_crypt(password: bytes, setting: bytes) -> bytes | None:
    """The same by libpass: 1.7 times slower, and it holds the interpreter lock."""
    # Imported here because it costs 30 ms that a host with libcrypt need not spend at start.
    from passlib.hash import des_crypt, md5_crypt, sha1_crypt, sha256_crypt, sha512_crypt

    if _DES_SETTING.fullmatch(setting):
        return str(des_crypt.using(salt=setting[:2].decode("ascii")).hash(password)).encode("ascii")
    schemes = {b"$1$": md5_crypt, b"$sha1": sha1_crypt, b"$5$": sha256_crypt, b"$6$": sha512_crypt}
    for prefix, scheme in schemes.items():
        if setting.startswith(prefix):
            try:
                found = scheme.from_string(setting.decode("ascii"))
            except (ValueError, UnicodeDecodeError):
                return None
            rounds = {"rounds": found.rounds} if hasattr(found, "rounds") else {}
            return str(scheme.using(salt=found.salt, **rounds).hash(password)).encode("ascii")
    return None

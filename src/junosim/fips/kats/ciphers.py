"""Known answers of the block ciphers and their modes. Every row encrypts, compares, and decrypts what it got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import keywrap
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from cryptography.hazmat.primitives.cmac import CMAC

if TYPE_CHECKING:
    from junosim.fips.faults import Tap
    from junosim.fips.vectors import Vector


def aes_cbc(vector: Vector, tap: Tap) -> bool:
    """AES in CBC mode: `key`, `iv`, `input`, `output`."""
    return _both_ways(Cipher(AES(vector.octets("key")), CBC(vector.octets("iv"))), vector, tap)


def aes_ecb(vector: Vector, tap: Tap) -> bool:
    """AES in ECB mode: `key`, `input`, `output`."""
    return _both_ways(
        Cipher(AES(vector.octets("key")), ECB()), vector, tap
    )  # the mode the MACsec suite names


def triple_des_cbc(vector: Vector, tap: Tap) -> bool:
    """Triple DES with three keys in CBC mode: `key`, `iv`, `input`, `output`."""
    return _both_ways(Cipher(TripleDES(vector.octets("key")), CBC(vector.octets("iv"))), vector, tap)


def _both_ways(cipher: Cipher[CBC] | Cipher[ECB], vector: Vector, tap: Tap) -> bool:
    encryptor = cipher.encryptor()
    encrypted = tap(encryptor.update(vector.octets("input")) + encryptor.finalize())
    if encrypted != vector.octets("output"):
        return False
    decryptor = cipher.decryptor()
    return decryptor.update(encrypted) + decryptor.finalize() == vector.octets("input")


def aes_gcm(vector: Vector, tap: Tap) -> bool:
    """AES-GCM: `key`, `iv`, `input`, `aad`; `output` is the ciphertext with the tag behind it."""
    cipher, iv, aad = AESGCM(vector.octets("key")), vector.octets("iv"), vector.octets("aad")
    encrypted = tap(cipher.encrypt(iv, vector.octets("input"), aad))
    return encrypted == vector.octets("output") and cipher.decrypt(iv, encrypted, aad) == vector.octets(
        "input"
    )


def cmac(vector: Vector, tap: Tap) -> bool:
    """AES-CMAC: `key`, `input`, `output`."""
    code = CMAC(AES(vector.octets("key")))
    code.update(vector.octets("input"))
    return tap(code.finalize()) == vector.octets("output")


def key_wrap(vector: Vector, tap: Tap) -> bool:
    """AES key wrap: `key` is the wrapping key, `input` the key that is wrapped."""
    key = vector.octets("key")
    wrapped = tap(keywrap.aes_key_wrap(key, vector.octets("input")))
    return wrapped == vector.octets("output") and keywrap.aes_key_unwrap(key, wrapped) == vector.octets(
        "input"
    )

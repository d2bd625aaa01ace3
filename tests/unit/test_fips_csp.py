"""The inventory of critical security parameters."""

from __future__ import annotations

from junosim.fips.csp import PARAMETERS, PUBLIC_KEYS, Ending, parameters_in


def test_inventory_is_complete():
    """R-CSP-006, R-CSP-007."""
    assert len({parameter.name for parameter in PARAMETERS}) == 17
    assert len({key.name for key in PUBLIC_KEYS}) == 8


def test_what_ends_a_parameter():
    """R-CSP-001 to R-CSP-004."""
    endings = {parameter.name: parameter.ending for parameter in PARAMETERS}
    assert endings["SSH private host key"] is endings["user password"] is Ending.ZEROIZE
    assert endings["crypto officer password"] is Ending.ZEROIZE
    assert endings["SSH session keys"] is Ending.SESSION
    assert endings["DRBG seed"] is Ending.NOT_STORED
    assert endings["DRBG state"] is endings["entropy input"] is Ending.POWER_CYCLE


def test_recovery_mode_has_no_secrets_of_ipsec():
    """R-CSP-008, R-REC-005."""
    assert parameters_in(recovery=False) == PARAMETERS
    gone = {parameter.name for parameter in set(PARAMETERS) - set(parameters_in(recovery=True))}
    assert gone == {
        "ESP session keys", "IKE pre-shared key", "IKE private key", "IKE SKEYID", "IKE session keys",
        "IKE DH private key",
    }  # fmt: skip

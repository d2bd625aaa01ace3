"""Each kind of message of the catalogue is said by somebody, or stands here with the reason why nobody says it."""

from __future__ import annotations

import ast
from pathlib import Path

import junosim
from junosim.audit.catalog import catalog

UNSAID = {
    "login-max-retries": "a module of PAM that counts by itself, as for RADIUS and TACACS+: there is none",
    "login-nonlocal-user": "users of RADIUS and TACACS+ alone have no account: there is no such login",
    "login-password-expired": "nobody is forced to change a password at his login; commits are refused instead",
}
"""Kinds that are only explained by `help syslog`."""


def said():
    """All texts in the code that could be the key of a kind."""
    return {
        node.value
        for path in Path(junosim.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_each_kind_is_said_by_somebody_or_named_with_a_reason():
    assert set(catalog()) - said() == set(UNSAID)
    assert all(UNSAID.values())

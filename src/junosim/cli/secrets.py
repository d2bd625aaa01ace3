"""Secrets that are asked for twice without echo: passwords of users and of root, and keys of peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access import passwords
from junosim.cli import messages
from junosim.cli.context import Ask, Context, Output
from junosim.config import edit
from junosim.config.query import leaf_text
from junosim.device.fips_mode import policy_of
from junosim.fips.conditional import is_same_entry
from junosim.schema import values
from junosim.schema.obfuscation import stored_form
from junosim.schema.walk import Path, Step

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.context import Routine
    from junosim.device.device import Device
    from junosim.schema.node import Node

_MINIMUM = 6
_HASH = "encrypted-password"


def is_password_question(path: Path) -> bool:
    """True for `… plain-text-password`, which is no statement: it asks, and stores a hash."""
    return bool(path) and path[-1].node.asks


def ask_secret(context: Context, node: Node) -> Generator[Output, str, str | None]:
    """Ask twice for the value of a secret leaf; None when the two differ. Raises ValueProblem."""
    device = context.device
    first, second = messages.new_secret(node.word)
    value = yield Ask(first, hidden=True)
    again = yield Ask(second, hidden=True)
    if not is_same_entry(value, again, device.faults):
        return None
    assert node.type is not None
    if device.fips_mode:
        policy_of(device.platform).refuse_peer_key(value)
    return stored_form(node, values.check(node.type, value))


def set_password(context: Context, paths: tuple[Path, ...]) -> Routine:
    """Ask for a new password and store its hash beside the other statements of the line."""
    assert context.editing is not None
    password = yield Ask(messages.NEW_PASSWORD, hidden=True)
    problem = _weakness(context.device, password)
    if problem:
        yield messages.error_line(problem)
        return
    again = yield Ask(messages.RETYPE_PASSWORD, hidden=True)
    if not is_same_entry(password, again, context.device.faults):
        yield messages.error_line(messages.PASSWORDS_DIFFER)
        return
    hashed = passwords.make_hash(password, context.device.entropy, _format(context.device))
    candidate = context.editing.candidate
    targets = [_stored(path, hashed) if is_password_question(path) else path for path in paths]
    for target in targets:
        edit.refuse_set(candidate.root, target)
    for target in targets:
        candidate.apply(edit.set_, target)


def _stored(path: Path, hashed: str) -> Path:
    """The statement that keeps the hash, in the place of the question."""
    return (*path[:-1], Step(path[-2].node.by_name[_HASH], (hashed,)))


def _format(device: Device) -> passwords.HashKind:
    """How new passwords are hashed, as committed."""
    name = leaf_text(device.configuration, "system", "login", "password", "format")
    return passwords.HashKind.SHA512 if name is None else passwords.HashKind(name)


def _weakness(device: Device, password: str) -> str:
    """What Junos finds wrong with a new password; "" when nothing."""
    if device.fips_mode:
        return policy_of(device.platform).password_problem(password)
    if len(password.encode("utf-8", "surrogateescape")) > passwords.LONGEST_PASSWORD:
        return f"maximum password length is {passwords.LONGEST_PASSWORD}"
    if len(password) < _MINIMUM:
        return f"minimum password length is {_MINIMUM}"
    sets = (str.islower, str.isupper, str.isdigit)
    changes = sum(any(test(letter) for letter in password) for test in sets)
    changes += any(not letter.isalnum() for letter in password)
    if changes < 2:
        return "require change of case, digits or punctuation"
    return ""

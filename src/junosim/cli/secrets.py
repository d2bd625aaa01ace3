"""Secrets that are asked for twice without echo: passwords of users and of root, and keys of peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access import passwords
from junosim.access.password_policy import ORDINARY, REUSED, TOO_YOUNG, PasswordPolicy, configured, format_of
from junosim.access.users import ROOT
from junosim.cli import messages
from junosim.cli.context import PAUSE, Ask, Context, Output
from junosim.config import edit
from junosim.config.query import leaf_text
from junosim.device.fips_mode import policy_of
from junosim.errors import ConfigurationError, ValueProblem
from junosim.fips.conditional import is_same_entry
from junosim.schema.obfuscation import stored_form
from junosim.schema.walk import Path, Step, checked_value, stored_value

if TYPE_CHECKING:
    from collections.abc import Generator

    from junosim.cli.context import Routine
    from junosim.config.tree import Branch
    from junosim.device.device import Device

_HASH = "encrypted-password"
_NO_HASH = "*"


def is_password_question(path: Path) -> bool:
    """True for `… plain-text-password`, which is no statement: it asks, and stores a hash."""
    return bool(path) and path[-1].node.asks


def ask_secret(context: Context, path: Path) -> Generator[Output, str, str | None]:
    """Ask twice for the value of the leaf at the end of the path; None when the two differ. Raises ValueProblem."""
    device, hierarchy, node = context.device, path[:-1], path[-1].node
    first, second = messages.new_secret(path)
    value = yield Ask(first, hidden=True)
    again = yield Ask(second, hidden=True)
    if not is_same_entry(value, again, device.faults):
        return None
    if not node.is_obfuscated:
        return stored_value(node, value, hierarchy, context.changeable)
    if not value:
        raise ValueProblem(messages.NO_SECRET)
    checked = checked_value(node, value, wildcard=False, variable=False)
    if device.fips_mode:  # not as on the line, where the language of the mode sends the user here
        policy_of(device.platform).refuse_peer_key(hierarchy, node, checked)
    return stored_form(node, checked)


def set_password(context: Context, paths: tuple[Path, ...]) -> Routine:
    """Ask for a new password and store its hash beside the other statements of the line.

    Nothing is set unless all of it can be: what may not be changed is refused before anybody is asked.
    """
    assert context.editing is not None
    device, candidate = context.device, context.editing.candidate
    _refuse(candidate.root, paths)
    user = next((_account(path) for path in paths if is_password_question(path)), None)
    password = yield Ask(messages.NEW_PASSWORD, hidden=True)
    policy = policy_for(device)
    problem = policy.problem(password) or (yield from _history(device, policy, user, password))
    if problem:
        yield messages.error_line(problem)
        return
    again = yield Ask(messages.RETYPE_PASSWORD, hidden=True)
    if not is_same_entry(password, again, device.faults):
        yield messages.error_line(messages.PASSWORDS_DIFFER)
        return
    _refuse(candidate.root, paths)
    hashed = _hashed(device, password)
    for path in paths:
        candidate.apply(edit.set_, _stored(path, hashed))


def policy_for(device: Device) -> PasswordPolicy:
    """What a new password has to be: by the mode of the device, and as committed."""
    usual = policy_of(device.platform).passwords if device.fips_mode else ORDINARY
    return configured(device.configuration, usual)


def refuse_expired(context: Context) -> None:
    """Raises ConfigurationError for a user whose password has expired, and who has not given himself a new one.

    Until then he cannot commit [documentation of `maximum-lifetime`].
    """
    assert context.editing is not None
    device, user = context.device, context.login.user
    life = policy_for(device).longest_life
    present = _present(device.configuration, user)
    if life is None or present is None or _present(context.editing.candidate.root, user) != present:
        return
    age = device.passwords.days(user, present)
    if age is not None and age >= life:
        raise ConfigurationError(messages.PASSWORD_EXPIRED)


def _refuse(root: Branch, paths: tuple[Path, ...]) -> None:
    """Raises the ConfigurationError that setting the statements would raise."""
    for path in paths:
        edit.refuse_set(root, _stored(path, _NO_HASH))


def _history(
    device: Device, policy: PasswordPolicy, user: str | None, password: str
) -> Generator[Output, str, str]:
    """What stands against a password of the right form: the rules about earlier ones, and about the age."""
    if user is None or not (policy.remembered or policy.shortest_life):
        return ""
    present = _present(device.configuration, user)
    age = None if present is None else device.passwords.days(user, present)
    if age is not None and age < policy.shortest_life:
        days = policy.shortest_life
        return TOO_YOUNG.format("1 day" if days == 1 else f"{days} days")
    for stored in device.passwords.earlier(user, present)[: policy.remembered]:
        yield PAUSE  # each costs milliseconds
        if passwords.verify(stored, password):
            return REUSED
    return ""


def _hashed(device: Device, password: str) -> str:
    kind = format_of(device.configuration)
    try:
        return passwords.make_hash(password, device.entropy, kind)
    except ValueError as problem:  # a kind that neither the host nor the library has
        raise ConfigurationError(str(problem)) from None


def _stored(path: Path, hashed: str) -> Path:
    """The statement that keeps the hash, in the place of the question; any other as it is."""
    if not is_password_question(path):
        return path
    return (*path[:-1], Step(path[-2].node.by_name[_HASH], (hashed,)))


def _account(path: Path) -> str | None:
    """Whose password a question is about; None for what is no account (`diag-port-authentication`, a group)."""
    words = tuple(step.node.name for step in path)
    if words[:2] == ("system", "root-authentication"):
        return ROOT
    return path[2].values[0] if words[:3] == ("system", "login", "user") else None


def _present(tree: Branch, user: str) -> str | None:
    """The hash that an account has as committed."""
    if user == ROOT:
        return leaf_text(tree, "system", "root-authentication", _HASH)
    return leaf_text(tree, "system", "login", "user", user, "authentication", _HASH)

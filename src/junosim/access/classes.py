"""Login classes: the predefined ones and those of the configuration, each read once into a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.access.permissions import expand
from junosim.config.query import branch, entries, find, leaf_text, leaf_values
from junosim.config.rules import defaults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.config.tree import Branch

UNAUTHORIZED: Final = "unauthorized"
SUPER_USER: Final = "super-user"
_LOGGED_PREFIX: Final = "j-"


@dataclass(frozen=True, slots=True)
class Expressions:
    """What a class is allowed and denied beside its permissions: of commands, or of the configuration.

    `allow` and `deny` are one regular expression each, None without the statement; `allow_each` and `deny_each` are
    the lists of the `-regexps` statements. A commit refuses a class that has both kinds.
    """

    allow: str | None = None
    deny: str | None = None
    allow_each: tuple[str, ...] = ()
    deny_each: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """True when there is one at all."""
        return self != Expressions()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Commands that ask before they run: the pattern of their lines, and the question ("" for none)."""

    pattern: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class LoginClass:
    """A login class as committed.

    permissions            the flags, expanded (`access.permissions.expand`)
    commands               expressions of `allow-commands` and its kin, `configuration` likewise
    idle_timeout           minutes, None when nothing is stated
    access_start           time of day as configured, "" for none; `access_end` likewise
    allowed_days           words as configured (`monday`), empty for every day
    login_script           name of the op script that runs at the login, "" for none
    security_role          Common Criteria role, "" for none
    prompt                 prompt of the CLI, "" for the usual one
    no_hidden_commands     the hidden commands do not exist, but for `hidden_exceptions` (expressions)
    allow_hidden_commands  they do, although `system no-hidden-commands` says otherwise
    """

    name: str
    permissions: frozenset[str] = frozenset()
    commands: Expressions = Expressions()
    configuration: Expressions = Expressions()
    idle_timeout: int | None = None
    access_start: str = ""
    access_end: str = ""
    allowed_days: tuple[str, ...] = ()
    login_alarms: bool = False
    login_tip: bool = False
    login_script: str = ""
    security_role: str = ""
    prompt: str = ""
    confirmations: tuple[Confirmation, ...] = ()
    configuration_breadcrumbs: bool = False
    no_hidden_commands: bool = False
    hidden_exceptions: tuple[str, ...] = ()
    allow_hidden_commands: bool = False
    no_scp_server: bool = False
    no_sftp_server: bool = False
    logical_system: str = ""
    tenant: str = ""

    @property
    def logged_name(self) -> str:
        """The class as logs name it, whoever made it: `j-super-user`."""
        return _LOGGED_PREFIX + self.name

    @property
    def is_predefined(self) -> bool:
        """True for a class that every device has."""
        return self.name in PREDEFINED


PREDEFINED: Final[Mapping[str, LoginClass]] = MappingProxyType(
    {name: LoginClass(name, expand(words)) for name, words in defaults.login_classes().items()}
)
"""The classes every device has, with their permissions as in 19.1; a configuration cannot redefine them."""


class Classes:
    """Reads the login classes once for each committed `system` stanza; the stanza is known by its identity."""

    __slots__ = ("_classes", "_system")

    def __init__(self) -> None:
        self._system: Branch | None = None
        self._classes: Mapping[str, LoginClass] = PREDEFINED

    def of(self, tree: Branch) -> Mapping[str, LoginClass]:
        """The classes in a configuration, by name, the predefined ones included; `tree` is its root."""
        system = branch(tree, "system")
        if system is not self._system:
            own = {entry.keys[0]: _read(entry) for entry in entries(system, "login", "class")}
            classes = {**own, **PREDEFINED}
            if find(system, "no-hidden-commands") is not None:
                classes = {name: _without_hidden(login_class) for name, login_class in classes.items()}
            self._classes = classes
            self._system = system
        return self._classes

    def named(self, tree: Branch, name: str) -> LoginClass:
        """The class of that name; one that does not exist gives nothing, as `unauthorized`."""
        return self.of(tree).get(name) or LoginClass(name)


def _without_hidden(login_class: LoginClass) -> LoginClass:
    """What `system no-hidden-commands` makes of a class."""
    if login_class.allow_hidden_commands:
        return login_class
    return replace(login_class, no_hidden_commands=True)


def _read(entry: Branch) -> LoginClass:
    timeout = leaf_text(entry, "idle-timeout")
    return LoginClass(
        name=entry.keys[0],
        permissions=expand(frozenset(leaf_values(entry, "permissions"))),
        commands=_expressions(entry, "commands"),
        configuration=_expressions(entry, "configuration"),
        idle_timeout=int(timeout) if timeout is not None else None,
        access_start=leaf_text(entry, "access-start") or "",
        access_end=leaf_text(entry, "access-end") or "",
        allowed_days=leaf_values(entry, "allowed-days"),
        login_alarms=find(entry, "login-alarms") is not None,
        login_tip=find(entry, "login-tip") is not None,
        login_script=leaf_text(entry, "login-script") or "",
        security_role=leaf_text(entry, "security-role") or "",
        prompt=leaf_text(entry, "cli", "prompt") or "",
        confirmations=tuple(
            Confirmation(found.keys[0], leaf_text(found, "message") or "")
            for found in entries(entry, "confirm-commands")
        ),
        configuration_breadcrumbs=find(entry, "configuration-breadcrumbs") is not None,
        no_hidden_commands=find(entry, "no-hidden-commands") is not None,
        hidden_exceptions=tuple(found.keys[0] for found in entries(entry, "no-hidden-commands", "except")),
        allow_hidden_commands=find(entry, "allow-hidden-commands") is not None,
        no_scp_server=find(entry, "no-scp-server") is not None,
        no_sftp_server=find(entry, "no-sftp-server") is not None,
        logical_system=leaf_text(entry, "logical-system") or "",
        tenant=leaf_text(entry, "tenant") or "",
    )


def _expressions(entry: Branch, kind: str) -> Expressions:
    """The expressions of a class about `commands` or `configuration`."""
    return Expressions(
        leaf_text(entry, f"allow-{kind}"),
        leaf_text(entry, f"deny-{kind}"),
        leaf_values(entry, f"allow-{kind}-regexps"),
        leaf_values(entry, f"deny-{kind}-regexps"),
    )

"""`show cli authorization`: what the login class of the user allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junosim.access.permissions import FLAG_TEXTS
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME_WIDTH = 12

# The regular expressions of a class: the statement, and what the output calls it.
_EXPRESSIONS = (
    ("allow-commands", "Allow regular expression"),
    ("deny-commands", "Deny regular expression"),
    ("allow-configuration", "Allow configuration regular expression"),
    ("deny-configuration", "Deny configuration regular expression"),
)


def authorization(context: Context) -> Element:
    """User, class, permissions, and the regular expressions of the class."""
    login_class = context.login.login_class
    commands, configuration = login_class.commands, login_class.configuration
    expressions = (
        commands.allow or _listed(commands.allow_each),
        commands.deny or _listed(commands.deny_each),
        configuration.allow or _listed(configuration.allow_each),
        configuration.deny or _listed(configuration.deny_each),
    )
    return Element(
        "authorization-information",
        Element("user-name", context.login.user),
        Element("login-name", tuple(context.login.chain())[-1].user),
        Element("class-name", login_class.name),
        *(Element("permission", name) for name in FLAG_TEXTS if name in login_class.permissions),
        *(
            Element(name, expression or "none")
            for (name, _), expression in zip(_EXPRESSIONS, expressions, strict=True)
        ),
    )


def _listed(expressions: tuple[str, ...]) -> str | None:
    """The expressions of a list, as its statement has them [our choice]."""
    return " ".join(f'"{expression}"' for expression in expressions) or None


def authorization_text(answer: Element, _context: Context) -> Iterable[str]:
    """The user, padded unless he logged in as another one [captures]; the permissions, then the expressions."""
    user, login = answer.value("user-name"), answer.value("login-name")
    who = f"'{user:<{_NAME_WIDTH}}'" if user == login else f"'{user}' login: '{login}'"
    yield f"Current user: {who} class '{answer.value('class-name')}'"
    yield "Permissions:"
    for permission in answer.all("permission"):
        yield f"    {permission.text:<{_NAME_WIDTH}}-- {FLAG_TEXTS[permission.text]}"
    yield "Individual command authorization:"
    for name, label in _EXPRESSIONS:
        yield f"    {label}: {answer.value(name)}"


OPERATIONS = (Operation("authorization", authorization, authorization_text),)

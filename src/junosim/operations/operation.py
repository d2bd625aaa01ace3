"""What a command's handler is given, and what belongs to one command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from junosim.errors import ConfigurationError
from junosim.operations.model import Element

if TYPE_CHECKING:
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.operations.cli_settings import CliSettings
    from junosim.slices import Slices


@dataclass(slots=True)
class Context:
    """One call of a command.

    `arguments` are the words after the command, by the XML names of their nodes: the value of an argument, ""
    for a bare keyword (`no-resolve`). A value typed bare stands under its argument's name (`level`: `brief`).
    """

    device: Device
    login: Login
    settings: CliSettings
    arguments: Mapping[str, str] = field(default_factory=dict)

    @property
    def permissions(self) -> frozenset[str]:
        """The permission flags of the login."""
        return self.login.login_class.permissions

    @property
    def masks_secrets(self) -> bool:
        """True for a user who may not see secrets."""
        return self.permissions.isdisjoint({"all", "secret"})


Handler: TypeAlias = Callable[[Context], Element | None]
Work: TypeAlias = "Callable[[Context], Slices[Element | None]]"
View: TypeAlias = Callable[[Element, Context], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One command: `handler` computes the answer (None: nothing to say), `view` makes its lines.

    With `by_member` a switch answers for each member of its virtual chassis, under the name of that, unless the
    command asks for the `local` one; a router for the Routing Engines that `invoke-on` names.
    `work` is the handler in slices, where it may take long.
    """

    name: str
    handler: Handler
    view: View
    by_member: bool = False
    work: Work | None = None


def not_modelled(context: Context) -> ConfigurationError:
    """What to raise for a choice of a command that nothing answers: the text of a command that has no answer."""
    return ConfigurationError(f"command is not valid on the {context.device.platform.model}")


def output(answer: Element, _context: Context) -> Iterable[str]:
    """The view of an answer whose children are the lines."""
    return [child.text for child in answer.children]

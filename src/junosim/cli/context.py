"""What the commands of one session share: the device, the login, the CLI settings and the editing state.

A command is a generator (`Routine`). It yields lines of output, one by one or as a list, `Ask` to be sent the
answer of a question, `ReadText` to be sent a text of many lines, `Wait` to go on at a time, and `PAUSE` between
slices of long work (see `junosim.slices`), so that other sessions get their turn.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from junosim.access.command_rights import rights_of
from junosim.cli.history import History
from junosim.cli.monitor import Monitor
from junosim.config.authority import NO_PATTERNS, authority_of
from junosim.config.query import find
from junosim.config.statement_patterns import StatementPatterns
from junosim.schema.limits import narrowed

if TYPE_CHECKING:
    from junosim.access.classes import LoginClass
    from junosim.access.command_rights import CommandRights
    from junosim.cli.editing import Editing
    from junosim.config.authority import Authority
    from junosim.config.tree import Branch
    from junosim.device.device import Device
    from junosim.device.logins import Login
    from junosim.device.sessions import Enter
    from junosim.operations.cli_settings import CliSettings
    from junosim.schema.walk import Visible
    from junosim.slices import Slices


PAUSE: Final = None
"""What a routine yields between two slices of work."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the user; the answer is sent into the routine.

    `hidden` input is not echoed. With a `default` the question takes yes or no, and Enter takes the default.
    """

    prompt: str
    hidden: bool = False
    default: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True)
class ReadText:
    """Ask for lines of text up to Ctrl-D; `prompt` is shown above them.

    The whole text is sent into the routine. A text that is too long raises ConfigurationError there.
    """

    prompt: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do until `deadline`, on the clock's monotonic scale.

    Ctrl-C raises `Interrupted` in the routine, which must end soon and may say a last word.
    """

    deadline: float


class Interrupted(Exception):
    """The user pressed Ctrl-C while the command waited."""


Output: TypeAlias = "str | list[str] | Ask | ReadText | Wait | None"
Routine: TypeAlias = Generator[Output, str, None]


@dataclass(slots=True)
class Context:
    """One session as its commands see it.

    client       what commits of the session are said to come from: `cli`, `netconf`
    editing      the configuration mode, or None in operational mode
    columns      width of the client's window (0 = unknown), `rows` likewise
    outcome      of the command that runs, for programs: 0 once it has done what it should
    ended        set by the command that ends the session
    entering     set by a command behind which another session gets the terminal
    history      the commands of the present mode
    monitor      the log files that the session watches
    """

    device: Device
    login: Login
    settings: CliSettings
    columns: int = 80
    rows: int = 24
    interactive: bool = True
    client: str = "cli"
    editing: Editing | None = None
    outcome: int = 0
    ended: bool = False
    entering: Enter | None = None
    history: History = field(default_factory=History)
    monitor: Monitor = field(default_factory=Monitor)

    @property
    def login_class(self) -> LoginClass:
        """The class of the user, as it was at the login."""
        return self.login.login_class

    @property
    def permissions(self) -> frozenset[str]:
        """The permission flags of the login class."""
        return self.login.login_class.permissions

    @property
    def rights(self) -> CommandRights:
        """Which commands the user may run."""
        return rights_of(self.login.login_class, self.device.platform.traits)

    @property
    def authority(self) -> Authority:
        """What of the configuration the user may see and change."""
        said = self.login_class.configuration
        additive = find(self.device.configuration, "system", "regex-additive-logic") is not None
        patterns = StatementPatterns(said.allow, said.deny, said.allow_each, said.deny_each, additive)
        return authority_of(self.permissions, patterns if patterns else NO_PATTERNS)

    def seen(self, root: Branch) -> Slices[Branch]:
        """A configuration as the user may see it; every command that shows one shows this."""
        return self.authority.view(root)

    @property
    def masks_secrets(self) -> bool:
        """True for a user who may not see secrets."""
        return not self.authority.sees_secrets

    @property
    def readable(self) -> Visible:
        """The statements that exist on the device and that the user may see."""
        return self._existing(self.authority.sees)

    @property
    def changeable(self) -> Visible:
        """The statements that exist on the device and that the user may change."""
        return self._existing(self.authority.changes)

    def _existing(self, allowed: Visible) -> Visible:
        """The statements that exist on the device, of these the allowed ones."""
        exists = self.device.statements
        return exists if self.authority.unrestricted else narrowed(exists, allowed)

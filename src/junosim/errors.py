"""Typed errors of the whole project; surfaces (`cli.messages`, later `netconf.replies`) turn them into words.

JunosimError
├── SyntaxProblem        a word that fits nothing, is ambiguous, or is missing
├── ValueProblem         a value its type refuses; carries the text Junos prints
├── ConfigurationError   an edit that cannot be done (statement not found, target exists …)
├── CommitError          a commit that was refused; carries the problems
├── LockHeld             another session has the configuration to itself, or a commit waits for its time
├── PrivateEdits         the shared candidate is not to be edited while somebody edits privately
├── DatabaseModified     the shared candidate holds changes that are not committed
├── MergeConflict        a private candidate and what others committed meanwhile do not go together
├── GrammarError         a grammar or annotation file is wrong (found when it is compiled)
├── UnknownFault         a fault that was ordered for a device does not exist
├── SelfTestFailure      a conditional self-test of FIPS mode failed: random numbers, a key pair, a key, a signature
└── PlatformError        a platform file is wrong or unknown
"""

from __future__ import annotations

from dataclasses import dataclass


class JunosimError(Exception):
    """Base of every error the project raises on purpose."""


class GrammarError(JunosimError):
    """A file under `grammars/` is wrong; the message names file and line."""


class PlatformError(JunosimError):
    """A platform name or file is wrong."""


class UnknownFault(JunosimError):
    """A fault that does not exist; `known` are the names there are, or the kinds when the kind is unknown."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"unknown fault {kind}={name}; known are: {', '.join(known)}")
        self.kind = kind
        self.name = name
        self.known = known


class SelfTestFailure(JunosimError):
    """A conditional self-test failed; `test` says which, and nothing of what was tested may be used."""

    def __init__(self, test: str) -> None:
        super().__init__(f"self-test failure: {test}")
        self.test = test


class ValueProblem(JunosimError):
    """A value that its type refuses.

    `message` is the text Junos prints for it, without `error:` and without the caret line.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SyntaxProblem(JunosimError):
    """A word of a line that cannot be understood.

    `index` is the position of the word in the list of words (its length when a word is missing);
    `kind` is one of "unknown-command", "expecting-command", "expecting-statement", "syntax", "ambiguous",
    "missing-argument", "denied", "value"; `message` holds the text of a refused value.
    """

    def __init__(self, kind: str, index: int, word: str = "", message: str = "") -> None:
        super().__init__(f"{kind} at word {index}: {word or message}")
        self.kind = kind
        self.index = index
        self.word = word
        self.message = message


class ConfigurationError(JunosimError):
    """An edit that cannot be done; `severity` is "error" or "warning" as Junos prints it."""

    def __init__(self, message: str, severity: str = "error") -> None:
        super().__init__(message)
        self.message = message
        self.severity = severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a commit: where, about which statement, and what is wrong.

    `path` is the hierarchy as words (without `edit`), `statement` the quoted statement, or "" for a
    finding without one; a finding without both is about no place. A `warning` does not stop the commit;
    one that is a `notice` is printed without that word, and only by a commit that is done, or would be.
    """

    path: tuple[str, ...]
    statement: str
    message: str
    warning: bool = False
    notice: bool = False

    @property
    def is_deed(self) -> bool:
        """True for a notice about no place: it says what the commit itself does, a check does not."""
        return self.notice and not self.path and not self.statement


class CommitError(JunosimError):
    """A commit that was refused; nothing was changed. `reason` ends the last line, in brackets."""

    def __init__(self, problems: tuple[Problem, ...], reason: str = "") -> None:
        super().__init__(reason or "commit failed")
        self.problems = problems
        self.reason = reason


class LockHeld(JunosimError):
    """The configuration database is locked by another session; `session` is its process id."""

    def __init__(self, session: int) -> None:
        super().__init__(f"configuration database locked by session {session}")
        self.session = session


class PrivateEdits(JunosimError):
    """The shared candidate cannot be edited: other sessions work on private copies."""

    def __init__(self) -> None:
        super().__init__("private edits in use")


class DatabaseModified(JunosimError):
    """The shared candidate holds changes that are not committed; `private` tells who asked: a private session."""

    def __init__(self, *, private: bool) -> None:
        super().__init__("shared configuration database modified")
        self.private = private


class MergeConflict(JunosimError):
    """Statements that a private candidate and a commit of others have changed in different ways.

    `problems` names them. The candidate has been brought up to the committed configuration all the same; in
    these statements it holds what it held before.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} conflicting statements")
        self.problems = problems

"""Calls in the audit trail: what a session was asked for, as mgd writes it, and without secrets.

A call has its name, its attributes in quotes, then its arguments as `name=value`, or their names alone when they have
no value (captures). Of a call with attributes the arguments are left out, so that no configuration gets into the log;
arguments that are more than a text are said not to be shown. `<command>` stands for the line in it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml import etree

from junosim.cli.audited import line_of_program, names_secret
from junosim.device.hidden import HIDDEN, without_passwords, without_stored_secrets
from junosim.device.login_lines import shown_name
from junosim.netconf.reading import local_name, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from junosim.netconf.reading import XmlElement

_COMMAND: Final = "command"
_TOO_DEEP: Final = "cannot reconstruct arguments"
_LONGEST: Final = 1024  # characters of a call that are shown [g]
_LONGEST_READ: Final = 8 * _LONGEST  # of a command, that are looked at
_MOST_ARGUMENTS: Final = 64  # that are looked at: some bytes each are more than are shown


def shown(call: XmlElement) -> str:
    """A call as the log has it."""
    name = local_name(call)
    if name == _COMMAND:
        return line_of_program(_beginning(text_of(call)))[:_LONGEST]
    given = ((str(etree.QName(key).localname), str(value)) for key, value in call.attrib.items())
    attributes = [f'{key}="{_hidden(key, value)}"' for key, value in given]
    rest = attributes or _arguments(call)
    return " ".join((shown_name(name), *rest))[:_LONGEST]


def _beginning(text: str) -> str:
    """A text without needless blanks, or of a long one the words before the cut."""
    if len(text) > _LONGEST_READ:
        text = text[:_LONGEST_READ].rpartition(" ")[0]
    return " ".join(text.split())


def _arguments(call: XmlElement) -> Iterator[str]:
    given = list(islice(call.iterchildren("*"), _MOST_ARGUMENTS))
    if any(len(argument) for argument in given):
        yield _TOO_DEEP
        return
    for argument in given:
        name = local_name(argument)
        value = _hidden(name, text_of(argument))
        yield f"{name}={value}" if value else name


def _hidden(name: str, value: str) -> str:
    """A value as the log has it; nothing of one whose name calls it a secret, nor of a configuration."""
    if value and (names_secret(name) or name.startswith("config")):
        return HIDDEN
    return without_passwords(without_stored_secrets(value[:_LONGEST]))

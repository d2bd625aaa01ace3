"""The calls of Junos that give configurations: `get-configuration`, and the commands that show one.

A configuration has the forms that the CLI shows, with the element of each form around it: `configuration`,
`configuration-text`, `configuration-set`, JSON as it is, and `configuration-output` for comparisons and for the text
that a command shows.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from junosim.cli import messages
from junosim.cli.commands import displaying, showing
from junosim.cli.commands.displaying import Subject, Wish
from junosim.cli.may_run import may_run
from junosim.config.formats.inherited_text import Style
from junosim.config.formats.xml import GROUP, RANGE
from junosim.errors import ConfigurationError
from junosim.netconf import candidate
from junosim.netconf.filter import ROOT, Selector, Wanted, read
from junosim.netconf.replies import Refused, RpcError
from junosim.slices import Beat
from junosim.text import xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from junosim.cli.context import Context
    from junosim.config.tree import Branch
    from junosim.netconf.caller import Caller
    from junosim.netconf.reading import XmlElement
    from junosim.slices import Lines, Slices

NAME: Final = "get-configuration"
SPACE: Final = "http://xml.juniper.net/xnm/1.1/xnm"
_PAD: Final = "    "
_VERSION: Final = "version"
SHOW: Final = "show configuration"  # whoever may run this may have configurations
_SYNTAX: Final = "syntax error"
_KEY: Final = "name"  # any key of a list, see `Selector`
_MARKS: Final = frozenset({"inactive", "protect"})
_CHOOSING: Final = frozenset({"count", "matching", "start"})
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "database": ("candidate", "committed"),
        "format": ("xml", "text", "ascii", "json", "json-minified", "set"),
        "compare": ("rollback",),
        "inherit": ("inherit", "defaults"),
        "groups": ("groups",),
        "interface-ranges": ("interface-ranges",),
        "changed": ("changed",),
        "key": ("key",),
        "commit-scripts": ("apply", "apply-no-transients", "view"),
    }
)
"""What the attributes of the call may be; others mean nothing here. There are no commit scripts to apply."""


def get_configuration(caller: Caller, call: XmlElement) -> Lines:
    """`get-configuration`: the candidate or the committed configuration, or the parts that the call names.

    Raises Refused for a value that an attribute does not have, and for who may not see configurations.
    """
    context, given = caller.context, _attributes(call)
    if not may_run(context, SHOW):
        raise Refused(RpcError(messages.PERMISSION_DENIED, bad_element=NAME))
    subject = yield from _asked_for(_subject(caller, given), call, context)
    if "compare" in given:
        yield from _compared(context, given, subject)
        return
    yield from formed(context, given.get("format", "xml"), _wish(given), subject)


def _attributes(call: XmlElement) -> dict[str, str]:
    found = {str(key).rpartition("}")[2]: str(value) for key, value in call.attrib.items()}
    for name, values in _CHOICES.items():
        if found.get(name, values[0]) not in values:
            raise Refused(RpcError(_SYNTAX, bad_element=found[name]))
    return found


def _wish(given: Mapping[str, str]) -> Wish:
    inherit = given.get("inherit")
    sources = {source for word, source in (("groups", GROUP), ("interface-ranges", RANGE)) if word in given}
    return Wish(
        inherits=inherit is not None,
        defaults=inherit == "defaults",
        told=Style.FULL if sources else Style.SILENT,
        sources=frozenset(sources),
        changed="changed" in given,
        names_keys="key" in given,
    )


def _subject(caller: Caller, given: Mapping[str, str]) -> Subject:
    """What is asked for: of the candidate, that which the session sees."""
    if given.get("database") == "committed":
        return showing.committed_subject(caller.context, caller.device.stores.committed)
    seen = candidate.seen(caller)
    seen.freeze()  # others may edit between two slices
    return showing.candidate_subject(caller.context, seen)


def _asked_for(subject: Subject, call: XmlElement, context: Context) -> Slices[Subject]:
    """Of a configuration the parts that the elements in a call name; all of it when there are none."""
    beat, wanted = Beat(), list[Wanted]()
    for part in call.iterchildren("*"):
        one = _understood((yield from read(part, beat)))
        wanted.append(one if one.name == ROOT else Wanted(ROOT, rest=(one,)))
    if not wanted or any(one.is_selection for one in wanted):
        return subject
    return replace(
        subject,
        select=lambda root: Selector(mask=context.masks_secrets).root(root, wanted),
        has_version=any(part.name == _VERSION for one in wanted for part in one.rest),
    )


def _understood(wanted: Wanted) -> Wanted:
    """What an element of the call names; of `recurse="false"` the names of the entries alone.

    Raises Refused for attributes that choose among entries in other ways.
    """
    given = dict(wanted.attributes)
    for name in _CHOOSING & given.keys():
        raise Refused(RpcError(f"attribute '{name}' is not supported", bad_element=wanted.name))
    if given.get("recurse") == "false":
        return replace(wanted, attributes=(), rest=(Wanted(_KEY),))
    kept = tuple((name, value) for name, value in wanted.attributes if name in _MARKS)
    return replace(wanted, attributes=kept, rest=tuple(_understood(part) for part in wanted.rest))


def _compared(context: Context, given: Mapping[str, str], subject: Subject) -> Lines:
    """`compare`: what the configuration has other than an earlier one, as text or elements."""
    form = given.get("format", "text")
    if form not in ("text", "ascii", "xml"):
        raise Refused(RpcError(f"'format {form}' is not available"))
    old, new = _revision(context, given.get("rollback", "0")), subject.root
    if subject.select is not None:
        old, new = (yield from subject.select(old)), (yield from subject.select(new))
    if form == "xml":
        yield from compared_elements(context, old, new)
    else:
        yield from output(showing.compared(context, old, new, ()))


def compared_elements(context: Context, old: Branch, new: Branch) -> Lines:
    """What a configuration has other than an older one, as elements of a reply."""
    return showing.compared_elements(context, old, new, attributes=f' xmlns="{SPACE}"', pad=_PAD)


def _revision(context: Context, number: str) -> Branch:
    if not number.isdecimal() or not number.isascii() or len(number) > 4:
        raise Refused(RpcError(_SYNTAX, bad_element=number))
    try:
        return context.device.stores.revision(int(number)).root
    except ConfigurationError as problem:
        raise Refused(RpcError(problem.message)) from problem


# ---------------------------------------------------------------------- forms


def formed(context: Context, form: str, wish: Wish, subject: Subject) -> Lines:
    """A configuration in a form, with the element of that form."""
    if form == "xml":
        yield from element(context, wish, subject)
    elif form == "set":
        yield from _within("configuration-set", displaying.commands(context, wish, subject))
    elif form in ("json", "json-minified"):
        for line in displaying.json(context, wish, subject):
            shown = line if line is None or form == "json" else line.strip(" ")
            yield shown if shown is None else raw(shown)
    else:
        attributes = f' xmlns="{SPACE}"{_written(subject.state())}'
        yield from _within("configuration-text", displaying.text(context, wish, subject), attributes)


def element(context: Context, wish: Wish, subject: Subject) -> Lines:
    """A configuration as the element `configuration`."""
    state = subject.state
    named = replace(subject, state=lambda: {"xmlns": SPACE, **state()})
    return displaying.element(context, wish, named, pad=_PAD)


def output(lines: Lines) -> Lines:
    """Lines of text in `configuration-output`."""
    yield "<configuration-information>"
    yield from _within("configuration-output", lines)
    yield "</configuration-information>"


def raw(line: str) -> str:
    """A line of JSON in a reply: quotes are left as they are, for programs that look for it."""
    return xml_text(line).replace("&quot;", '"')


def _within(name: str, lines: Lines, attributes: str = "") -> Lines:
    yield f"<{name}{attributes}>"
    for line in lines:
        yield line if line is None else xml_text(line)
    yield f"</{name}>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{xml_text(value)}"' for name, value in attributes.items())

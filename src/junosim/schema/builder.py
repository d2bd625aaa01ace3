"""Builds statements and notes while Lark parses: one method for each rule of `grammars/lang.lark`."""

# ruff: noqa: D102 - the methods are the rules of lang.lark, which describes them

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from lark import Token, Transformer
from lark.visitors import v_args

from junosim.errors import GrammarError
from junosim.schema.literal import unquoted
from junosim.schema.node import Kind
from junosim.schema.statements import (
    Choice,
    GrammarFile,
    Guarded,
    Include,
    Must,
    NamedType,
    Note,
    Order,
    Statement,
)
from junosim.schema.types import EnumWord, Pattern, TypeSpec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from junosim.schema.statements import Member, Releases

Part: TypeAlias = "tuple[str, str] | Must | list[Member] | None"  # of a statement, after its name and type
Facts: TypeAlias = "tuple[tuple[str, Any], ...]"  # of an annotation: name and value


class Definition(NamedTuple):
    """A named thing at the top of a file: the section of `GrammarFile` it goes to, and what it is."""

    section: str
    name: str
    value: object
    line: int | None


def _releases(guard: Token | None) -> Releases:
    return None if guard is None else frozenset(guard[1:].split(","))


@v_args(inline=True)
class Builder(Transformer[Token, object]):
    """Builds the statements while the text is parsed; method names are the rules of lang.lark."""

    def file(self, *tops: Member | Definition) -> GrammarFile:
        result = GrammarFile()
        for top in tops:
            if isinstance(top, Definition):
                known = getattr(result, top.section)
                if top.name in known:
                    raise GrammarError(f"{top.line}: {top.section[:-1]} {top.name} is defined twice")
                known[top.name] = top.value
            else:
                result.statements.append(top)
        for members in (*result.fragments.values(), result.statements):
            _resolve_types(members, result)
        return result

    def fragment(self, name: Token, body: list[Member]) -> Definition:
        return Definition("fragments", str(name), body, name.line)

    def named_enum(self, name: Token, words: TypeSpec) -> Definition:
        return Definition("enums", str(name), words.words, name.line)

    def named_pattern(self, name: Token, negated: Token | None, regex: Token, message: Token) -> Definition:
        return Definition(
            "patterns", str(name), Pattern(unquoted(regex), unquoted(message), negated is not None), name.line
        )

    def release(self, name: Token, text: Token) -> Definition:
        return Definition("releases", str(name), unquoted(text), name.line)

    def body(self, *members: Member) -> list[Member]:
        return list(members)

    def guarded(self, guard: Token, body: list[Member]) -> Guarded:
        return Guarded(_releases(guard), body)

    def order(self, guard: Token | None, *names: Token) -> Order:
        return Order([str(name) for name in names], names[0].line or 0, _releases(guard))

    def order_statement(self, name: Token) -> Token:
        return name

    def order_include(self, name: Token) -> Token:
        return name.update(value=f"include {name}")

    def order_choice(self, name: Token) -> Token:
        return name.update(value=f"choice {name}")

    def box(self, guard: Token | None, name: Token, *rest: Part) -> Statement:
        return _statement(Kind.CONTAINER, guard, name, rest)

    def keyed_list(
        self, guard: Token | None, name: Token, keys: tuple[str, ...] | None, *rest: Part
    ) -> Statement:
        made = _statement(Kind.LIST, guard, name, rest)
        made.keys = keys or ("name",)
        return made

    def leaf(
        self, guard: Token | None, name: Token, written: tuple[NamedType, ...], *rest: Part
    ) -> Statement:
        made = _statement(Kind.LEAF, guard, name, rest)
        made.written = written
        return made

    def leaves(
        self, guard: Token | None, name: Token, written: tuple[NamedType, ...], *rest: Part
    ) -> Statement:
        made = _statement(Kind.LEAF_LIST, guard, name, rest)
        made.written = written
        return made

    def flag(self, guard: Token | None, name: Token, *rest: Part) -> Statement:
        return _statement(Kind.LEAF, guard, name, rest)

    def command(self, guard: Token | None, name: Token, *rest: Part) -> Statement:
        made = _statement(Kind.CONTAINER, guard, name, rest)
        made.is_command = True
        return made

    def choice(self, guard: Token | None, name: Token, body: list[Member]) -> Choice:
        return Choice(str(name), body, _releases(guard))

    def case(self, guard: Token | None, name: Token, body: list[Member]) -> Choice:
        return Choice(str(name), body, _releases(guard), is_case=True)

    def include(self, guard: Token | None, first: Token, second: Token | None) -> Include:
        file, name = (None, first) if second is None else (str(first), second)
        return Include(file, str(name), first.line or 0, _releases(guard))

    def keys(self, *names: Token) -> tuple[str, ...]:
        return tuple(str(name) for name in names)

    def shape(self, word: Token) -> tuple[str, str]:
        return "shape", str(word)

    def default(self, value: Token) -> tuple[str, str]:
        return "default", _value(value)

    def unit(self, value: Token) -> tuple[str, str]:
        return "unit", _value(value)

    def maximum(self, number: Token) -> tuple[str, str]:
        if not number.isdigit():
            raise GrammarError(f"{number.line}: max takes a number, not {number}")
        return "maximum", str(number)

    def word(self, word: Token) -> tuple[str, str]:
        return "word", str(word)

    def help(self, text: Token) -> tuple[str, str]:
        return "help", unquoted(text)

    def rpc(self, name: Token) -> tuple[str, str]:
        return "rpc", str(name)

    def handler(self, name: Token) -> tuple[str, str]:
        return "handler", str(name)

    def permission(self, name: Token) -> tuple[str, str]:
        return "view", str(name)

    def complete(self, source: Token) -> tuple[str, str]:
        return "complete", str(source)

    def must(self, expression: str, message: Token) -> Must:
        return Must((expression, unquoted(message)))

    def either(self, left: str, right: str) -> str:
        return f"{left} || {right}"

    def both(self, left: str, right: str) -> str:
        return f"{left} && {right}"

    def negation(self, inner: str) -> str:
        return f"!{inner}"

    def brackets(self, inner: str) -> str:
        return f"({inner})"

    def exists(self, path: Token) -> str:
        return _quoted_path(path)

    def any_exists(self, path: Token) -> str:
        return f"any {_quoted_path(path)}"

    def all_exist(self, path: Token) -> str:
        return f"all {_quoted_path(path)}"

    def are_unique(self, path: Token) -> str:
        return f"unique {_quoted_path(path)}"

    def type(self, *members: NamedType) -> tuple[NamedType, ...]:
        return members

    def one_type(
        self, base: Token | TypeSpec, ranges: Token | None, pattern: Token | None, star: Token | None
    ) -> NamedType:
        line = 0
        if isinstance(base, Token):
            line = base.line or 0
            base = TypeSpec(str(base))
        spec = TypeSpec(base.base, _ranges(ranges), None, base.words, (), star is not None)
        return NamedType(spec, pattern, line)

    def named_type(self, name: Token) -> Token:
        return name

    def literal(self, text: Token) -> TypeSpec:
        return TypeSpec("literal", words=(EnumWord(text[1:-1]),))

    def matching(self, name: Token) -> str:
        return str(name)

    def enumeration(self, *words: EnumWord) -> TypeSpec:
        return TypeSpec("enum", words=words)

    def enum_word(self, word: Token, *facts: Token | Must) -> EnumWord:
        rules = tuple(fact.rule for fact in facts if isinstance(fact, Must))
        return EnumWord(str(word), any(isinstance(fact, Token) for fact in facts), rules)

    def notes(self, *notes: Note) -> list[Note]:
        return list(notes)

    def note(self, guard: Token | None, path: tuple[Token, ...], *facts: Facts) -> Note:
        merged: dict[str, Any] = {}
        for name, value in (pair for fact in facts for pair in fact):
            if isinstance(value, dict):
                merged.setdefault(name, {}).update(value)
            else:
                merged[name] = value
        return Note(tuple(str(word) for word in path), merged, path[0].line or 0, _releases(guard))

    def path(self, *words: Token) -> tuple[Token, ...]:
        return words

    def note_help(self, text: Token) -> Facts:
        return (("help", unquoted(text)),)

    def note_value_help(self, word: Token, text: Token) -> Facts:
        return (("value-help", {_value(word): unquoted(text)}),)

    def note_permission(self, view: Token, control: Token | None = None) -> Facts:
        return (("view", str(view)), *((("control", str(control)),) if control else ()))

    def note_leads_to(self, *flags: Token) -> Facts:
        return (("leads-to", " ".join(flags)),)

    def note_state(self, state: Token) -> Facts:
        if state not in ("stored", "effect", "refused"):
            raise GrammarError(f"{state.line}: the state is stored, effect or refused, not {state}")
        return (("state", str(state)),)

    def note_effect(self, name: Token) -> Facts:
        return (("effect", str(name)), ("state", "effect"))

    def note_complete(self, source: Token) -> Facts:
        return (("complete", str(source)),)

    def note_handler(self, name: Token) -> Facts:
        return (("handler", str(name)),)

    def note_fips(self, *words: Token) -> Facts:
        return (("fips", " ".join(_value(word) for word in words)),)

    def note_only(self, *platforms: Token) -> Facts:
        return (("only", " ".join(platforms)),)

    def note_not(self, *platforms: Token) -> Facts:
        return (("not", " ".join(platforms)),)

    def note_word(self, word: Token) -> Facts:
        return (("word", str(word)),)

    def note_unit(self, text: Token) -> Facts:
        return (("unit", _value(text)),)

    def note_type(self, name: Token) -> Facts:
        return (("type", str(name)),)

    def note_default(self, text: Token) -> Facts:
        return (("default", _value(text)),)

    def note_guess(self, text: Token) -> Facts:
        return (("guess", unquoted(text)),)

    def note_flag(self, name: Token) -> Facts:
        return (("flags", {str(name): True}),)

    def note_as_root(self) -> Facts:
        return (("as-root", True),)


def _quoted_path(path: str) -> str:
    return f'"{unquoted(path)}"'


def _value(token: str) -> str:
    return unquoted(token) if token.startswith('"') else str(token)


def _ranges(token: str | None) -> tuple[tuple[str, str], ...]:
    if token is None:
        return ()
    parts = (part.partition("..") for part in token[1:-1].split("|"))
    return tuple((low, high if dots else low) for low, dots, high in parts)


def _statement(kind: Kind, guard: Token | None, name: Token, rest: tuple[Part, ...]) -> Statement:
    made = Statement(kind, str(name), name.line or 0, _releases(guard))
    shapes, rules = [], []
    for part in rest:
        if isinstance(part, tuple):
            if part[0] == "shape":
                shapes.append(part[1])
            else:
                made.settings[part[0]] = part[1]
        elif isinstance(part, Must):
            rules.append(part.rule)
        elif part is not None:
            rules.extend(member.rule for member in part if isinstance(member, Must))
            made.body = [member for member in part if not isinstance(member, Must)]
    if shapes:
        made.shapes = frozenset(shapes)
    made.rules = tuple(rules)
    if made.body and not kind <= Kind.LIST:
        raise GrammarError(f"{name.line}: {name} takes no statements")
    return made


def _resolve_types(members: Iterable[Member], file: GrammarFile) -> None:
    """Give the leaves their types, now that all named enumerations and patterns of the file are known."""
    for member in members:
        if isinstance(member, Statement) and member.written:
            specs = tuple(_resolved(part, file) for part in member.written)
            member.type = specs[0] if len(specs) == 1 else TypeSpec("union", members=specs)
        elif not isinstance(member, (Include, Order, Must)):
            _resolve_types(member.body, file)


def _resolved(written: NamedType, file: GrammarFile) -> TypeSpec:
    spec = written.spec
    pattern = None
    if written.pattern is not None:
        pattern = file.patterns.get(written.pattern)
        if pattern is None:
            raise GrammarError(f"{written.line}: pattern {written.pattern} is not defined in this file")
    base, words = spec.base, spec.words
    if base in file.enums:
        base, words = "enum", file.enums[base]
    return TypeSpec(base, spec.ranges, pattern, words, (), spec.wildcard)

"""Random statements, edits and trees over any schema, for property tests of the configuration engine."""

from __future__ import annotations

from hypothesis import strategies as st

from junosim.config import arrange, edit, marks
from junosim.config.lookup import lookup
from junosim.config.tree import Branch, Entries, Mark, Values
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.obfuscation import obfuscate
from junosim.schema.walk import Path, Step

AWKWARD = (
    "a", "b", "two words", "", "inactive:", "/*", "*/ x", "#", "##", "x;y", "{", "}", "[", "]", '"', 'a"b',
    "\\", "a\\", "\\n", "line\nbreak", "tab\t", "ä", "set", "to", "size", "add", "any",
    "protect:", "replace: x", "ge-0/0/0", "-", "(", ")",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(AWKWARD), st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=5)
)


def values_of(leaf: Node) -> st.SearchStrategy[str]:
    """Values of a leaf as a tree keeps them; an empty text cannot be a secret."""
    if leaf.is_obfuscated:
        return TEXTS.filter(bool).map(obfuscate)
    spec = leaf.type
    assert spec is not None
    if spec.base == "enum":
        return st.sampled_from([word.word for word in spec.words])
    if spec.base == "u32":
        low, high = (int(bound) for bound in spec.ranges[0]) if spec.ranges else (0, 2**32 - 1)
        return st.one_of(st.integers(low, min(high, low + 3)), st.integers(low, high)).map(str)
    if spec.base == "ipaddr":
        return st.integers(0, 5).map(lambda last: f"10.0.0.{last}")
    if spec.base == "ipprefix":
        return st.integers(0, 5).map(lambda last: f"10.{last}.0.0/16")
    if spec.base == "policy-algebra":
        return st.sampled_from(["p", "( a && b )", "( a || ( b && !c ) )"])
    return TEXTS


@st.composite
def paths(draw: st.DrawFn, root: Node) -> Path:
    """A complete statement below the root."""
    steps: list[Step] = []
    level = root
    while True:
        children = [node for node in level.children if node.name not in level.keys]
        if not children:
            return tuple(steps)
        node = draw(st.sampled_from(children))
        if node.kind is Kind.LIST:
            steps.append(Step(node, draw(keys_of(node))))
        elif node.kind is Kind.CONTAINER or node.type is None:
            steps.append(Step(node))
        else:
            steps.append(Step(node, (draw(values_of(node)),)))
        if not node.has_children or (node.kind is Kind.LIST and draw(st.integers(0, 3)) == 0):
            return tuple(steps)
        level = node


@st.composite
def keys_of(draw: st.DrawFn, node: Node) -> tuple[str, ...]:
    keys: list[str] = []
    for name in node.keys:
        if name == "choice-value" and keys[-1] != "upto":
            keys.append("")
        elif name == "choice-value":
            keys.append("/24")
        else:
            keys.append(draw(values_of(node.by_name[name])))
    return tuple(keys)


@st.composite
def trees(draw: st.DrawFn, schema: Node, *, decorated: bool = True, start: Branch | None = None) -> Branch:
    """A tree of random statements, with marks and comments when `decorated`.

    With `start` it is that tree after some edits: statements that go, come, move and change their decoration.
    """
    work = Workspace(Branch(schema) if start is None else start)
    if start is not None:
        thin_out(draw, work)
    for path in draw(st.lists(paths(schema), max_size=12)):
        try:
            work.apply(edit.set_, path)
        except ConfigurationError:  # a full list
            continue
        if decorated and draw(st.integers(0, 3)) == 0:
            decorate(draw, work, path)
    complete(work)
    return work.root


def statements(root: Branch) -> list[Path]:
    """All statements of a tree: containers, entries, leaves, values."""
    found: list[Path] = []
    stack: list[tuple[Path, Branch]] = [((), root)]
    while stack:
        base, branch = stack.pop()
        for item in branch.children.values():
            if isinstance(item, Entries):
                below = [((*base, Step(item.node, keys)), entry) for keys, entry in item.entries.items()]
                found += [path for path, _ in below]
                stack += below
            elif isinstance(item, Branch):
                found.append((*base, Step(item.node)))
                stack.append((found[-1], item))
            elif isinstance(item, Values):
                found += [(*base, Step(item.node, (value,))) for value in item.values]
            else:
                found.append((*base, Step(item.node)))
    return found


def thin_out(draw: st.DrawFn, work: Workspace) -> None:
    """Delete, move and mark a few statements of a tree."""
    for _ in range(draw(st.integers(0, 5))):
        there = statements(work.root)
        if not there:
            return
        path = draw(st.sampled_from(there))
        action = draw(st.sampled_from(["delete", "move", "decorate", "undecorate"]))
        try:
            if action == "delete":
                work.apply(edit.delete, path)
            elif action == "move":
                others = [other for other in there if other[:-1] == path[:-1] and other != path]
                if others:
                    work.apply(
                        arrange.insert, path, draw(st.sampled_from(others)), before=draw(st.booleans())
                    )
            elif action == "decorate":
                decorate(draw, work, path)
            else:
                work.apply(marks.overlay, path, Mark.NONE, Mark.INACTIVE, "")
        except ConfigurationError:  # not in an ordered list
            continue


def decorate(draw: st.DrawFn, work: Workspace, path: Path) -> None:
    target = path[: draw(st.integers(1, len(path)))]
    node = target[-1].node
    if lookup(work.root, target) is None or node.flags & Flag.JOINED:
        return
    if node.kind is Kind.LEAF and node.has_no_word:  # which of several such values is meant, no word says
        return
    comment = draw(st.sampled_from([None, "why", "two\nlines"]))
    mark = draw(st.sampled_from([Mark.INACTIVE, Mark.NONE]))
    work.apply(marks.overlay, target, mark, Mark.NONE, comment)


def complete(work: Workspace) -> None:
    """Values that follow `priority` need it and each one before them, as the CLI sees to."""
    mpls = lookup(work.root, tuple(_steps(work.root.node, "protocols", "mpls")))
    if not isinstance(mpls, Branch):
        return
    node = mpls.node.by_name["label-switched-path"]
    base = tuple(_steps(work.root.node, "protocols", "mpls"))
    held = mpls.children.get("label-switched-path")
    for keys, entry in list(held.entries.items()) if held is not None else ():
        if "setup-priority" in entry.children or "reservation-priority" in entry.children:
            for step in (Step(node.by_name["priority"]), Step(node.by_name["setup-priority"], ("0",))):
                if step.node.name not in entry.children:
                    work.apply(edit.set_, (*base, Step(node, keys), step))


def _steps(root: Node, *names: str) -> list[Step]:
    steps, level = [], root
    for name in names:
        level = level.by_name[name]
        steps.append(Step(level))
    return steps

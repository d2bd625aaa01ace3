"""Whatever is in the files: a comparison applied to the one gives the other, an archive gives back what it took."""

from __future__ import annotations

import io
import tarfile

from hypothesis import given
from hypothesis import strategies as st

from junosim.clock import ManualClock
from junosim.device import archives
from junosim.device.files import SYSTEM, Directory, File, Files
from junosim.operations.difference_text import Text, context, unified, usual
from junosim.operations.differences import changes
from junosim.storage import MemoryStorage


def done(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


LINES = st.lists(st.sampled_from(["a", "b", "c", "}", ""]), max_size=40)


def applied_usual(old, script):
    """What patch(1) makes of the first text with the usual form."""
    made, at, position = [], 0, 0
    while position < len(script):
        head = script[position]
        kind = next(letter for letter in head if letter in "acd")
        first = [int(number) for number in head.partition(kind)[0].split(",")]
        start, stop = (first[0], first[0]) if kind == "a" else (first[0] - 1, first[-1])
        position += 1
        made += old[at:start]
        at = stop
        while position < len(script) and script[position][:1] in "<->":
            if script[position][0] == "<":
                assert old[start] == script[position][2:]
                start += 1
            elif script[position][0] == ">":
                made.append(script[position][2:])
            position += 1
    return made + old[at:]


def applied_unified(old, script):
    """The same with the unified form."""
    made, at = [], 0
    for line in script[2:]:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            start = int(start) - (count != "0")
            made += old[at:start]
            at = start
        elif line[0] == "+":
            made.append(line[1:])
        else:
            assert old[at] == line[1:]
            made += [line[1:]] if line[0] == " " else []
            at += 1
    return made + old[at:]


@given(LINES, LINES)
def test_a_comparison_applied_to_the_one_text_gives_the_other(old, new):
    found = done(changes(old, new))
    texts = Text("old", "", old), Text("new", "", new)
    assert applied_usual(old, list(usual(*texts, found))) == new
    assert applied_unified(old, list(unified(*texts, found))) == new
    assert bool(list(context(*texts, found))) == (old != new)
    assert sum(change.old_to - change.old_from for change in found) == len(old) - common(old, new)


def common(old, new):
    """How many lines the longest common sequence has: nothing shorter is a shortest script."""
    row = [0] * (len(new) + 1)
    for line in old:
        before = row.copy()
        for at, other in enumerate(new, 1):
            row[at] = before[at - 1] + 1 if line == other else max(before[at], row[at - 1])
    return row[-1]


NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=30)
PLAIN = NAMES.filter(lambda name: name not in (".", "..") and not name.endswith("/"))
TREES = st.recursive(
    st.one_of(st.binary(max_size=2000), st.none()),
    lambda below: st.dictionaries(PLAIN, below, max_size=3),
    max_leaves=8,
)


def put(files, path, tree):
    """A file for bytes, a link for None, a directory for a dictionary."""
    if isinstance(tree, bytes):
        files.write(path, tree, SYSTEM)
    elif tree is None:
        files.make_link("to/nowhere", path, SYSTEM)
    else:
        files.make_directory(path, SYSTEM)
        for name, below in tree.items():
            put(files, f"{path}/{name}", below)


def tree_at(files, path):
    node = files.link_status(path, SYSTEM)
    if isinstance(node, File):
        return files.read(path, SYSTEM)
    if isinstance(node, Directory):
        return {below.name: tree_at(files, below.path) for below in files.listing(path, SYSTEM)}
    return None


@given(TREES, st.booleans())
def test_an_archive_gives_back_what_it_took(tree, compress):
    files = Files(MemoryStorage(), ManualClock())
    put(files, "/var/tmp/t", tree)
    data = done(archives.tar(files, ["/var/tmp/t"], SYSTEM))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        assert archive.getnames()[0] == "var/tmp/t"
    if compress:
        data = done(archives.unpacked(done(archives.packed(data)), len(data)))
    done(archives.extract(files, data, "/var/crash", SYSTEM))
    assert tree_at(files, "/var/crash/var/tmp/t") == tree


@given(st.binary(max_size=3000), st.integers(0, 3000), st.binary(max_size=20))
def test_a_damaged_archive_is_refused_or_read_and_nothing_else(content, at, damage):
    files = Files(MemoryStorage(), ManualClock())
    files.write("/var/tmp/f", content, SYSTEM)
    data = bytearray(done(archives.tar(files, ["/var/tmp/f"], SYSTEM)))
    data[at : at + len(damage)] = damage
    try:
        done(archives.extract(files, bytes(data), "/var/crash", SYSTEM))
    except archives.ArchiveProblem as problem:
        assert str(problem)  # noqa: PT017 - either is right
    except archives.FileProblem as problem:
        assert problem.reason  # noqa: PT017

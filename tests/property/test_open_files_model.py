"""Whatever is done with open files, they hold what plain arrays hold, and nothing of what is gone is left."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from junosim.clock import ManualClock
from junosim.device.file_tree import Visitor
from junosim.device.files import Files
from junosim.device.open_files import Opening
from junosim.storage import MemoryStorage

LAB = Visitor("lab")
NAMES = st.sampled_from(["/var/tmp/a", "/var/tmp/b", "/var/tmp/c"])
OFFSETS = st.integers(0, 12)
CONTENTS = st.binary(max_size=6)


class AsArrays(RuleBasedStateMachine):
    """`named` has the content of each name; an open file is a handle with the array it belongs to."""

    def __init__(self):
        super().__init__()
        self.storage = MemoryStorage()
        self.files = Files(self.storage, ManualClock())
        self.named = {}
        self.handles = []

    @rule(name=NAMES, truncates=st.booleans(), appends=st.booleans())
    def open(self, name, truncates, appends):
        how = Opening(reads=True, writes=True, creates=True, truncates=truncates, appends=appends)
        handle = self.files.open(name, LAB, how)
        array = self.named.setdefault(name, bytearray())
        if truncates:
            array.clear()
        self.handles.append((handle, array, appends))

    @precondition(lambda self: self.handles)
    @rule(data=st.data(), offset=OFFSETS, content=CONTENTS)
    def write(self, data, offset, content):
        handle, array, appends = data.draw(st.sampled_from(self.handles))
        handle.write(offset, content)
        offset = len(array) if appends else offset
        if content:
            array.extend(bytes(max(0, offset - len(array))))
            array[offset : offset + len(content)] = content

    @precondition(lambda self: self.handles)
    @rule(data=st.data(), size=OFFSETS)
    def truncate(self, data, size):
        handle, array, _ = data.draw(st.sampled_from(self.handles))
        handle.truncate(size)
        del array[size:]
        array.extend(bytes(size - len(array)))

    @precondition(lambda self: self.handles)
    @rule(data=st.data())
    def close(self, data):
        entry = data.draw(st.sampled_from(self.handles))
        self.handles.remove(entry)
        entry[0].close()

    @precondition(lambda self: self.named)
    @rule(data=st.data())
    def remove(self, data):
        name = data.draw(st.sampled_from(sorted(self.named)))
        self.files.remove(name, LAB)
        del self.named[name]

    @precondition(lambda self: self.named)
    @rule(data=st.data(), new=NAMES)
    def rename(self, data, new):
        old = data.draw(st.sampled_from(sorted(self.named)))
        self.files.rename(old, new, LAB)
        self.named[new] = self.named.pop(old)

    @invariant()
    def the_same_content(self):
        for name, array in self.named.items():
            assert self.files.read(name, LAB) == array
        for handle, array, _ in self.handles:
            assert handle.read(0, 100) == array
            assert handle.status().size == len(array)
        arrays = {id(array): array for array in self.named.values()}
        arrays |= {id(array): array for _, array, _ in self.handles}
        assert self.files.used == sum(map(len, arrays.values()))

    def teardown(self):
        for handle, _, _ in self.handles:
            handle.close()
        again = Files(self.storage, ManualClock())
        assert {
            node.path: again.read(node.path, LAB) for node in again.listing("/var/tmp", LAB)
        } == self.named
        assert len(self.storage.names("files")) <= 1 + len(self.named)


TestAsArrays = AsArrays.TestCase
TestAsArrays.settings = settings(max_examples=60, stateful_step_count=25, deadline=None, database=None)

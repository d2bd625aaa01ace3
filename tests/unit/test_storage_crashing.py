"""The storage that loses power is itself held to what it promises, and so is the one in memory."""

import pytest

from crashing_storage import Crash, CrashingStorage, Fate
from junosim.storage import MemoryStorage, MissingFile


def found(storage):
    return storage.outcomes()


def test_what_was_synced_with_its_name_stays():
    storage = CrashingStorage()
    storage.write("d/a", b"text")
    storage.sync("d/a")
    storage.sync_names("d")
    assert found(storage) == [{"d/a": b"text"}]


def test_a_synced_file_may_lose_its_name():
    storage = CrashingStorage()
    storage.write("d/a", b"text")
    storage.sync("d/a")
    assert {} in found(storage)
    assert {"d/a": b"text"} in found(storage)
    assert len(found(storage)) == 2


def test_a_file_with_a_safe_name_may_be_empty_torn_or_garbage():
    storage = CrashingStorage()
    storage.write("d/a", b"text")
    storage.sync_names("d")
    contents = [files["d/a"] for files in found(storage)]
    assert contents == [b"text", b"", b"te", b"te" + b"\xa5\0" * 4]


def test_an_append_may_be_lost_while_the_next_one_is_kept():
    storage = CrashingStorage({"log": b"0"})
    storage.append("log", b"12")
    storage.append("log", b"34")
    contents = {files["log"] for files in found(storage)}
    assert {b"01234", b"0", b"034", b"0134", b"0123"} <= contents


def test_a_rename_is_whole_and_may_come_before_the_content():
    storage = CrashingStorage({"m": b"old"})
    storage.write("m.new", b"new!")
    storage.rename("m.new", "m")
    contents = {frozenset(files.items()) for files in found(storage)}
    assert frozenset({("m", b"old")}) in contents
    assert frozenset({("m", b"")}) in contents  # the name is safe, the content is lost
    assert frozenset({("m", b"new!")}) in contents


def test_a_removal_may_not_have_happened():
    storage = CrashingStorage({"a": b"1"})
    storage.remove("a")
    assert found(storage) == [{}, {"a": b"1"}]
    storage.sync_names("")
    assert found(storage) == [{}]


def test_the_power_fails_in_the_operation_of_that_index():
    storage = CrashingStorage({"a": b"1"}, crash_at=1)
    storage.write("a", b"2")
    with pytest.raises(Crash):
        storage.sync("a")
    assert {files["a"] for files in found(storage)} >= {b"1", b"2"}


def test_many_operations_have_bounded_outcomes():
    storage = CrashingStorage()
    for number in range(12):
        storage.write(f"f{number}", b"x")
    assert 100 < len(list(storage.fates(most=500))) < 10_000


@pytest.mark.parametrize("kind", [MemoryStorage, CrashingStorage])
def test_both_behave_alike_as_long_as_there_is_power(kind):
    storage = kind()
    storage.write("d/a", b"1")
    storage.append("d/a", b"2")
    storage.append("b", b"3")
    storage.rename("b", "d/e/b")
    assert storage.names() == ("d/",)
    assert storage.names("d") == ("a", "e/")
    assert storage.read("d/a") == b"12"
    storage.remove("d/a")
    with pytest.raises(MissingFile, match="d/a"):
        storage.read("d/a")
    for call in (storage.sync, storage.remove, lambda name: storage.rename(name, "x")):
        with pytest.raises(MissingFile):
            call("nowhere")
    assert Fate.KEPT in Fate

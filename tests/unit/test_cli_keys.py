"""Bytes become runs and keys, however they are cut."""

import pytest

from junosim.cli.keys import BAD_INPUT, KeyReader


def presses(*chunks: bytes) -> list[str]:
    reader = KeyReader()
    for chunk in chunks:
        reader.queue(chunk)
    found = []
    while (key := reader.press()) is not None:
        found.append(key)
    return found


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"a", ["a"]),
        (b"\x01\x05\x17", ["c-a", "c-e", "c-w"]),
        (b"\r", ["enter"]),
        (b"\n", ["enter"]),
        (b"\r\n", ["enter"]),
        (b"\r\r", ["enter", "enter"]),
        (b"\n\n", ["enter", "enter"]),
        (b"\n\r", ["enter", "enter"]),
        (b"\r\n\n", ["enter", "enter"]),
        (b"\r\0\n", ["enter"]),
        (b"\0a\0", ["a"]),
        (b"\x08\x7f", ["backspace", "backspace"]),
        (b"\t", ["tab"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        (b"\x1bOA\x1bOH", ["up", "home"]),
        (b"\x1b[3~\x1b[1;5D", ["delete", "c-left"]),
        (b"\x1bb\x1b.\x1b\x7f", ["escape b", "escape .", "escape backspace"]),
        (b"\x1b\x1b[A", ["", "up"]),
        (b"\x1b[9999;9999Z", [""]),
        (b"\x1b[" + b"1" * 14 + b"Zx", ["", "x"]),
        (b"\x1b[200~", [""]),
        ("é€".encode(), ["é", "€"]),
        (b"\xff", [BAD_INPUT]),
        (b"\xc3(", [BAD_INPUT, "("]),
        (b"\xc2\x9b1A", [BAD_INPUT, "1", "A"]),
        (b"\x1c\x1f", ["", ""]),
    ],
)
def test_keys_whole_and_byte_by_byte(data: bytes, keys: list[str]) -> None:
    assert presses(data) == keys
    assert presses(*(bytes([byte]) for byte in data)) == keys


def test_a_sequence_that_never_ends_does_not_grow() -> None:
    reader = KeyReader()
    reader.queue(b"\x1b[" + b"1;" * 5000)
    assert reader.press() == BAD_INPUT
    assert reader.run() != ""


def test_an_unfinished_sequence_waits() -> None:
    reader = KeyReader()
    reader.queue(b"\x1b[")
    assert reader.press() is None
    assert reader.queued == 2
    reader.queue(b"A")
    assert reader.press() == "up"
    assert reader.queued == 0


def test_a_run_stops_at_a_key_and_at_what_is_not_allowed() -> None:
    reader = KeyReader()
    reader.queue(b"show version\rx")
    assert reader.run() == "show version"
    assert reader.run() == ""
    assert reader.press() == "enter"
    assert reader.queued == 1


def test_typed_ahead_bytes_cost_no_copy_of_what_waits() -> None:
    reader = KeyReader()
    for _ in range(50_000):
        reader.queue(b"x")
    assert sum(len(reader.run()) for _ in range(50_000)) == 50_000
    assert reader.queued == 0


def test_discard_through_an_interrupt_keeps_what_follows() -> None:
    reader = KeyReader()
    reader.queue(b"show\r")
    reader.queue(b"ver\x03next")
    assert reader.discard_through("\x03")
    assert reader.run() == "next"
    assert not reader.discard_through("\x03")

"""Whatever is typed, however it is cut: the same events and bytes, a true picture, and no escape sequence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from junosim.cli.line import EDITING_KEYS
from junosim.cli.line_editor import KEYS
from junosim.cli.terminal import Terminal
from junosim.cli.terminal_events import Answer, Enter, Event, Interrupt, Question, Space, Tab
from junosim.clock import ManualClock

PROMPT = "user@host> "

KEY_BYTES = [
    b"\x01\x02\x04\x05\x06\x07\x08\x0b\x0c\x0e\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x7f\t"[i : i + 1]
    for i in range(23)
]
ESCAPES = [
    b"\x1b" + x for x in (b"b", b"f", b"d", b"u", b"l", b"c", b".", b"3", b"\x7f", b"[A", b"[B", b"[C", b"[D")
]
typed = st.one_of(
    st.sampled_from(
        [b"show ", b"ver", b"set interfaces ge-0/0/0 unit 0 ", b'"', b"?", b" ", b"\\", b"a", b"\r", b"\n"]
    ),
    st.sampled_from([*KEY_BYTES, *ESCAPES]),
    st.binary(max_size=6),
    st.text(max_size=6).map(str.encode),
)
streams = st.lists(typed, max_size=40).map(b"".join)
columns = st.sampled_from([0, 1, 30, 80, 511])


def act(terminal: Terminal, event: Event) -> None:
    """A small session."""
    match event:
        case Enter() | Answer():
            terminal.finish_line(" ")
            terminal.write("output\n")
            if isinstance(event, Enter) and "set" in event.text:
                terminal.ask("Password:" if "?" in event.text else "Sure? ", hidden="?" in event.text)
            else:
                terminal.start_line(PROMPT)
        case Space():
            terminal.insert("ow " if event.text == "sh" else " ")
        case Tab():
            terminal.replace(max(event.cursor - 2, 0), event.cursor, "word")
        case Question():
            terminal.finish_line(remember=False)
            terminal.start_line(PROMPT, event.text, event.cursor)
        case Interrupt():
            terminal.finish_line("^C", remember=False)
            terminal.start_line(PROMPT)


def play(
    chunks: list[bytes], width: int, *, on_space: bool, is_pty: bool = True
) -> tuple[list[Event], bytes, Terminal]:
    terminal = Terminal(ManualClock(), width, 24, is_pty=is_pty)
    terminal.complete_on_space = on_space
    terminal.start_line(PROMPT)
    found: list[Event] = []
    for chunk in chunks:
        terminal.queue(chunk)
        while (event := terminal.next()) is not None:
            found.append(event)
            act(terminal, event)
    return found, terminal.take_output(), terminal


@given(streams, st.data(), columns, st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_cutting_the_input_changes_nothing(
    data: bytes, draw: st.DataObject, width: int, on_space: bool, is_pty: bool
) -> None:
    whole = play([data], width, on_space=on_space, is_pty=is_pty)
    single = play([data[i : i + 1] for i in range(len(data))], width, on_space=on_space, is_pty=is_pty)
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=5)))
    pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    cut = play(pieces, width, on_space=on_space, is_pty=is_pty)
    assert whole[:2] == single[:2] == cut[:2]
    assert whole[2].text == single[2].text == cut[2].text


@given(streams, columns, st.booleans())
@settings(max_examples=150, deadline=None)
def test_output_is_text_and_plain_movement(data: bytes, width: int, on_space: bool) -> None:
    output = play([data], width, on_space=on_space)[1].decode()
    assert all(char.isprintable() or char in "\r\n\b\a" for char in output)


class Screen:
    """The last line of a terminal that wraps nothing; writing at or behind the last column is an error."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.cells: list[str] = []
        self.column = 0

    def take(self, text: str) -> None:
        for char in text:
            if char == "\n":
                self.cells, self.column = [], 0
            elif char == "\r":
                self.column = 0
            elif char == "\b":
                assert self.column > 0
                self.column -= 1
            elif char != "\a":
                assert not self.width or self.column < self.width - 1
                self.cells.extend(" " * (self.column + 1 - len(self.cells)))
                self.cells[self.column] = char
                self.column += 1

    def line(self) -> str:
        return "".join(self.cells)


@given(st.lists(typed, max_size=60), st.sampled_from([0, 60, 80]))
@settings(max_examples=200, deadline=None)
def test_the_screen_shows_the_line_and_the_cursor(parts: list[bytes], width: int) -> None:
    terminal = Terminal(ManualClock(), 80, 24)
    terminal.complete_on_space = False
    terminal.width = width
    screen = Screen(width)
    terminal.start_line(PROMPT)
    for part in parts:
        terminal.queue(part.translate(None, b"\x12\x13"))
        while (event := terminal.next()) is not None:
            if isinstance(event, Enter):
                terminal.finish_line()
                terminal.start_line(PROMPT)
            elif isinstance(event, Interrupt):
                terminal.finish_line(remember=False)
                terminal.start_line(PROMPT)
            elif isinstance(event, Tab | Question):
                act(terminal, event)
        screen.take(terminal.take_output().decode())
        shown, text = screen.line()[len(PROMPT) :].rstrip(), terminal.text
        at = screen.column - len(PROMPT)
        assert screen.line().startswith(PROMPT)
        if shown.startswith("...") and not text.startswith("..."):
            start = terminal.cursor - (at - 3)
            assert start > 0
            assert text[start:].startswith(shown[3:])
        else:
            assert at == terminal.cursor
            assert shown == text[: (width or 1 << 20) - 1 - len(PROMPT)].rstrip()


class Naive:
    """The line as a list of characters, edited in the most obvious way."""

    def __init__(self) -> None:
        self.left = ""
        self.right = ""

    def press(self, key: bytes) -> None:
        words = self.left.split(" ")
        match key:
            case b"\x01":
                self.left, self.right = "", self.left + self.right
            case b"\x05":
                self.left, self.right = self.left + self.right, ""
            case b"\x02":
                self.left, self.right = self.left[:-1], self.left[-1:] + self.right
            case b"\x06":
                self.left, self.right = self.left + self.right[:1], self.right[1:]
            case b"\x7f":
                self.left = self.left[:-1]
            case b"\x0b":
                self.right = ""
            case b"\x15":
                self.left = self.right = ""
            case b"\x17":
                while words and not words[-1]:
                    words.pop()
                self.left = self.left[: len(" ".join(words[:-1])) + (len(words) > 1)] if words else ""
            case _:
                self.left += key.decode()


@given(
    st.lists(
        st.sampled_from([b"a", b"b-1", b" ", b"\x01", b"\x02", b"\x05", b"\x06", b"\x7f", b"\x0b", b"\x17"])
    )
)
@settings(max_examples=200, deadline=None)
def test_editing_agrees_with_a_naive_editor(keys: list[bytes]) -> None:
    naive = Naive()
    for key in keys:
        naive.press(key)
    terminal = play(keys, 80, on_space=False)[2]
    assert terminal.text == naive.left + naive.right
    assert terminal.cursor == len(naive.left)


def test_no_key_is_in_both_tables_but_ctrl_d() -> None:
    assert set(EDITING_KEYS) & set(KEYS) == {"c-d"}

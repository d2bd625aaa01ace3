"""The line editor: keys go in, the line changes and is painted, what the session must handle comes out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from junosim.cli.history import History
from junosim.cli.history_search import HistorySearch
from junosim.cli.keys import BAD_INPUT, ENTER
from junosim.cli.line import EDITING_KEYS, MAX_LENGTH, MUST_CHANGE, Line, in_quotes
from junosim.cli.recall import Recall
from junosim.cli.terminal_events import (
    Answer,
    EndOfInput,
    Enter,
    Event,
    Interrupt,
    Mode,
    Question,
    Space,
    Tab,
    ToggleMonitor,
)
from junosim.text import is_one_column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.cli.painter import Painter

MAX_COUNT: Final = 1000
"""The largest repeat count of Esc-digit."""
BELL: Final = b"\a"


class Editor:
    """Edits one line at a time. `complete_on_space` and `mode` say which keys go to the session.

    `out` takes the bytes for the terminal, shared with `painter`.
    """

    __slots__ = (
        "_count",
        "_literal",
        "_out",
        "_overlong",
        "_recall",
        "_search",
        "_word_key",
        "complete_on_space",
        "line",
        "mode",
        "painter",
    )

    def __init__(self, painter: Painter, out: bytearray) -> None:
        self.painter = painter
        self._out = out
        self.line = Line()
        self.mode = Mode.BUSY
        self.complete_on_space = True
        self._recall = Recall(History())
        self.begin("", "", 0)

    @property
    def history(self) -> History:
        """What the history keys walk through; the session gives each mode its own."""
        return self._recall.history

    @history.setter
    def history(self, history: History) -> None:
        if history is not self._recall.history:
            self._recall = Recall(history)

    def begin(self, prompt: str, text: str, cursor: int) -> None:
        """Start a line with this content and paint it."""
        self._count: int | None = None
        self._literal = False
        self._overlong = False
        self._word_key = ""
        self._search: HistorySearch | None = None
        self._recall.restart()
        self.line.remember_kills = self.mode is not Mode.SECRET
        self.line.clear()
        if text:
            self.line.set(text, cursor)
        self.painter.begin(prompt, text, cursor)

    @property
    def takes_runs(self) -> bool:
        """Whether a run of characters can be added as a whole, which is so while the user simply types."""
        return self._overlong or (
            self._count is None
            and not self._literal
            and self._search is None
            and self.line.cursor == len(self.line.text)
        )

    def add_run(self, run: str) -> None:
        """Add characters at the end of the line. What exceeds the length of a line is dropped.

        The bell rings for each character that does not take exactly one column.
        """
        if self._word_key:
            self._end_words()
        if run.isascii():
            self._append(run)
            return
        for narrow, group in groupby(run, is_one_column):
            if narrow:
                self._append("".join(group))
            elif not self._overlong:
                self._out += BELL * len(list(group))

    def _append(self, run: str) -> None:
        if self._overlong:
            return
        room = MAX_LENGTH - len(self.line.text)
        if len(run) > room:
            run = run[:room]
            self._refuse_more()
        if run:
            self.line.insert(run)
            if self.mode is not Mode.SECRET:
                self.painter.append(self.line.text, run)

    def press(self, key: str) -> Event | None:
        """Do what a key says; return the event that the session has to handle, if any."""
        if self._overlong and key not in _ENDS_OVERLONG:
            return None
        if self._search is not None and self._search_key(key):
            return None
        if self._literal:
            self._literal = False
            self._insert(key if len(key) == 1 else "", 1)
            return None
        if self._count_key(key):
            return None
        count, self._count = self._count or 1, None
        if self._word_key and key != self._word_key:
            self._end_words()
        if len(key) == 1:
            return self._character(key, count)
        function = KEYS.get(key)
        if function is not None:
            return function(self, count)
        self._edit(key, count)
        return None

    def _edit(self, key: str, count: int) -> None:
        """Change the line; the bell rings for a key that can do nothing, or has no meaning."""
        edit, line = EDITING_KEYS.get(key), self.line
        if edit is None:
            if key not in _SILENT:
                self.bell()
            return
        before = line.text, line.cursor
        edit(line, count)
        if key in MUST_CHANGE and before == (line.text, line.cursor):
            self.bell()
            return
        self._overlong = self._overlong and bool(line.text)
        self.repaint()

    def repaint(self) -> None:
        """Bring the screen line up to date."""
        if self.mode is not Mode.SECRET:
            self.painter.show(self.line.text, self.line.cursor)

    def show_again(self) -> None:
        """Show prompt and line on a fresh screen line."""
        painter, line = self.painter, self.line
        text, cursor = (line.text, line.cursor) if self._search is None else self._search.result
        if self.mode is Mode.SECRET:
            text, cursor = "", 0
        painter.begin(painter.prompt, text, cursor)

    def resize(self, columns: int) -> None:
        """The screen has so many columns now."""
        painter, line = self.painter, self.line
        if self.mode in {Mode.BUSY, Mode.KEYS} or columns == painter.columns:
            painter.columns = columns
        elif self._search is not None:
            painter.columns = columns
            self._paint_search()
        elif self.mode is Mode.SECRET:
            painter.refit(columns, "", 0)
        else:
            painter.refit(columns, line.text, line.cursor)

    def bell(self) -> None:
        """Ring."""
        self._out += BELL

    def _character(self, char: str, count: int) -> Event | None:
        line = self.line
        if self.mode is Mode.COMMAND and char in "? ":
            if char == "?" and not in_quotes(line.text[: line.cursor]):
                return Question(line.text, line.cursor)
            if char == " " and self.complete_on_space and not in_quotes(line.text[: line.cursor]):
                return Space(line.text, line.cursor)
        self._insert(char, count)
        return None

    def _insert(self, char: str, count: int) -> None:
        """Insert one character, `count` times; the bell rings for what cannot be in a line."""
        if not char or not is_one_column(char):
            self.bell()
        elif len(self.line.text) + count > MAX_LENGTH:
            self._refuse_more()
        else:
            self.line.insert(char * count)
            self.repaint()

    def _refuse_more(self) -> None:
        self._overlong = True
        self.bell()

    def _count_key(self, key: str) -> bool:
        """Take a digit of the repeat count: Esc-digit, and digits after it."""
        digit = key[len("escape ") :] if key.startswith("escape ") else key if self._count is not None else ""
        if not (len(digit) == 1 and digit in "0123456789"):
            return False
        self._count = min((self._count or 0) * 10 + int(digit), MAX_COUNT)
        return True

    # Functions of the key table: (editor, count) -> event for the session, or None.

    def enter(self, _count: int) -> Event:
        """Enter."""
        text = self.line.text
        if self.mode is Mode.QUESTION or self.mode is Mode.SECRET:
            return Answer(text, self._overlong)
        return Enter(text, self._overlong)

    def interrupt(self, _count: int) -> Event:
        """Ctrl-C."""
        return Interrupt()

    def monitor(self, _count: int) -> Event | None:
        """Esc-q."""
        return ToggleMonitor() if self.mode is Mode.COMMAND else None

    def tab(self, _count: int) -> Event | None:
        """Tab: the session completes a command; in text it is a space."""
        if self.mode is Mode.COMMAND:
            return Tab(self.line.text, self.line.cursor)
        if self.mode is Mode.TEXT:
            self._insert(" ", 1)
        else:
            self.bell()
        return None

    def end_or_delete(self, count: int) -> Event | None:
        """Ctrl-d."""
        if not self.line.text:
            return EndOfInput()
        self._edit("c-d", count)
        return None

    def take_literally(self, _count: int) -> None:
        """Ctrl-v: the next character is inserted, whatever it means."""
        self._literal = True

    def redraw(self, _count: int) -> None:
        """Ctrl-l."""
        if self.mode is not Mode.SECRET:
            self.painter.redraw(self.line.text, self.line.cursor)

    def older(self, count: int) -> None:
        """Ctrl-p, up."""
        self._recalled(self._recall.step, -count)

    def newer(self, count: int) -> None:
        """Ctrl-n, down."""
        self._recalled(self._recall.step, count)

    def oldest(self, _count: int) -> None:
        """Esc-<: the first command of the history."""
        self._recalled(self._recall.oldest)

    def newest(self, _count: int) -> None:
        """Esc->: behind the last command."""
        self._recalled(self._recall.newest)

    def last_word(self, _count: int) -> None:
        """Esc-.: the last word of the previous line; pressed again, of the one before."""
        self._word_key = "escape ."
        self._recalled(self._recall.last_word)

    def complete_word(self, _count: int) -> None:
        """Esc-/: a word of the history that begins like the one before the cursor; pressed again, an earlier one."""
        self._word_key = "escape /"
        self._recalled(self._recall.complete_word)

    def bad_input(self, _count: int) -> None:
        """Bytes that are no text and no key."""
        self.bell()

    def search(self, _count: int) -> None:
        """Ctrl-r: start a search backwards through the history."""
        if self.mode is Mode.COMMAND:
            line = self.line
            self._search = HistorySearch(self.history, line.text, line.cursor, self.painter.prompt)
            self._paint_search()

    def _end_words(self) -> None:
        """Another key came behind Esc-. or Esc-/: when pressed again, they begin anew."""
        self._word_key = ""
        self._recall.end_words()

    def _recalled(self, step: Callable[..., bool], *arguments: int) -> None:
        """Take a step through the history; the bell rings where there is none, and in questions and texts."""
        if self.mode is Mode.COMMAND and step(self.line, *arguments):
            self.repaint()
        else:
            self.bell()

    def _search_key(self, key: str) -> bool:
        """Use a key in the search; False when the key ends it and is still to be done."""
        search = self._search
        if search is None:
            return False
        if key == "c-r":
            found = search.again()
        elif key == "backspace":
            found = search.shorten()
        elif len(key) == 1 and is_one_column(key):
            found = search.extend(key)
        elif key == BAD_INPUT or len(key) < 2:
            found = False
        else:
            self._search = None
            abort = key == "c-g"
            text, cursor = (search.text, search.cursor) if abort else search.result
            self.line.set(text, cursor)
            self.painter.change_prompt(search.prompt, text, cursor)
            return abort
        if not found:
            self.bell()
        self._paint_search()
        return True

    def _paint_search(self) -> None:
        if self._search is not None:
            text, cursor = self._search.result
            self.painter.change_prompt(self._search.search_prompt, text, cursor)


KEYS: Final[Mapping[str, Callable[[Editor, int], Event | None]]] = {
    ENTER: Editor.enter,
    "c-c": Editor.interrupt,
    "tab": Editor.tab,
    "c-d": Editor.end_or_delete,
    "c-v": Editor.take_literally,
    "c-l": Editor.redraw,
    "c-p": Editor.older,
    "up": Editor.older,
    "c-n": Editor.newer,
    "down": Editor.newer,
    "c-r": Editor.search,
    "escape <": Editor.oldest,
    "escape >": Editor.newest,
    "escape .": Editor.last_word,
    "escape /": Editor.complete_word,
    "escape q": Editor.monitor,
    "escape Q": Editor.monitor,
    BAD_INPUT: Editor.bad_input,
}
"""Keys that need more than the line; they go before `EDITING_KEYS`."""

_SILENT: Final = frozenset({"c-z", "c-s", "c-q", ""})
"""Keys that do nothing, and do not ring either."""

_ENDS_OVERLONG: Final = frozenset({ENTER, "c-c", "c-u", "c-x"})

"""The pager: shows output a screen at a time, with no escape codes, driven by single keys.

The session feeds lines while `wants` is true and sends what `output` gives; a key goes to `key`, the reply to
`question` to `answer`. Lines may therefore be made as they are needed, and slowly.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from junosim.cli.pager_keys import PAGER_KEYS, leave
from junosim.cli.pager_text import (
    FILTER_PROMPTS,
    NOT_FOUND,
    SAVE_PROMPT,
    SEARCH_PROMPTS,
    WIPE,
    bad_pattern,
    stop_prompt,
)
from junosim.cli.pager_view import View
from junosim.schema.patterns import BadPattern, Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TYPED_AHEAD: Final = 16
"""Keys that wait for a stop; of more, the last."""
PIECE: Final = 128
"""Lines that are searched or filtered at one go."""
LOOKAHEAD: Final = 1000
"""Lines read ahead after the first stop, to know how much is left."""


class Pager:
    """One paged output.

    `length` is the screen length (a screen is one line less; 0 shows all without a stop), `width` the columns
    of the terminal (0: lines are never wrapped). With `hold` the end of the output does not leave the pager,
    without it (False) it does not even stop there. `save` writes all lines to a file and returns the message
    to show.
    """

    def __init__(
        self,
        length: int,
        width: int = 80,
        *,
        hold: bool | None = None,
        save: Callable[[str, Sequence[str]], str] | None = None,
    ) -> None:
        self.screen = max(length - 1, 1) if length > 0 else 0
        self.hold = hold
        self.shows_counts = True
        self.save = save
        self._view = View(self.screen, width)
        self._ended = False
        self._out: list[str] = []
        self._bottom = 0
        self._rows_left = self.screen
        self._any_shown = False
        self._typed: deque[str] = deque(maxlen=TYPED_AHEAD)
        self._stops = 0
        self._goal: Callable[[], None] | None = self._show
        self._asked = ""
        self._searched: tuple[Pattern, int] | None = None
        self._search_at = 0
        self._file = ""
        self.finished = False
        self.prompt = ""
        self.question: str | None = None

    # -- what the session does

    @property
    def wants(self) -> bool:
        """Whether more lines are needed before the user is asked for a key."""
        return self._goal is not None and not self._ended and self._view.is_sifted

    @property
    def is_working(self) -> bool:
        """Whether `go_on` is to be called: there is more to search or to filter in the lines that are there."""
        return self._goal is not None and not self.wants

    def resize(self, length: int, width: int) -> None:
        """The terminal has another size; what is shown next fits it."""
        self.screen = max(length - 1, 1)
        self._view.rows, self._view.width = self.screen, width

    def go_on(self) -> None:
        """Do another piece of the work at hand."""
        self._work()

    def feed(self, line: str) -> None:
        """Take one line of output, without its line end."""
        if not self.screen:
            self._out.append(line + "\n")
            return
        self._view.add(line)
        self._work()

    def end(self) -> None:
        """The output is complete."""
        self._ended = True
        self._work()

    def output(self) -> str:
        r"""Take the text to show; lines end with `\n`, the stop prompt has no line end."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def key(self, name: str) -> bool:
        """Do what a key says; False for a key without a meaning (the session may ring).

        While lines are wanted, keys wait for the stop, but those that leave the pager. Afterwards look at
        `finished`, `question` and `wants`.
        """
        function = PAGER_KEYS.get(name)
        if function is None or self.finished:
            return False
        if self._goal is not None and function is not leave:
            self._typed.append(name)
            return True
        self._out.append(WIPE)
        function(self, name)
        self._work()
        return True

    def answer(self, text: str) -> None:
        """Take the reply to `question`; an empty one changes nothing, but repeats a search."""
        asked, self._asked, self.question = self._asked, "", None
        try:
            if asked in SEARCH_PROMPTS:
                self.search(Pattern(text) if text else None, 1 if asked == "/" else -1)
            elif asked in FILTER_PROMPTS and text:
                self._view.add_filter(Pattern(text), keep=asked == "m")
                self.jump(0)
            elif asked == "s" and text:
                self._file, self._goal = text, self._write_file
            else:
                self.stop()
        except BadPattern as problem:
            self.note(bad_pattern(problem))
        self._work()

    # -- goals: each is tried again whenever a line came, until it ends in a stop

    def _work(self) -> None:
        """Try the goal; one that was reached may have set another."""
        self._view.sift(PIECE)
        tried = None
        while self._goal is not None and self._goal != tried:
            tried = self._goal
            tried()
        if self._typed and self._goal is None and self.question is None:
            self.key(self._typed.popleft())

    def _show(self) -> None:
        """Show lines until the wanted rows are filled."""
        lines = self._view.shown
        while self._bottom < len(lines) and self._rows_left > 0:
            height = self._view.height(self._bottom)
            if height > self._rows_left and self._any_shown:
                self._rows_left = 0
                break
            self._rows_left -= height
            self._out.append(lines[self._bottom] + "\n")
            self._bottom += 1
            self._any_shown = True
        if self._is_complete and self._bottom >= len(lines):
            self._at_end()
        elif self._bottom < len(lines) and not self._worth_waiting():
            self.stop()

    def _worth_waiting(self) -> bool:
        """Say whether more lines should be read before the stop, to show how much is left."""
        return self._stops > 0 and not self._is_complete and len(self._view.shown) - self._bottom < LOOKAHEAD

    def _at_end(self) -> None:
        if not self.screen or (not self.hold and (self._stops == 0 or self.hold is False)):
            self.leave()
        else:
            self.stop()

    def _show_last(self) -> None:
        if self._is_complete:
            self.jump(self._view.page_start(len(self._view.shown)))

    def _seek(self) -> None:
        """Look for the pattern forward from where the search is."""
        if self._searched is None:
            return
        pattern, shown = self._searched[0], self._view.shown
        end = min(self._search_at + PIECE, len(shown))
        while self._search_at < end:
            if pattern.found_in(shown[self._search_at]):
                self.jump(self._search_at)
                return
            self._search_at += 1
        if self._is_complete and end == len(shown):
            self.note(NOT_FOUND)

    def _seek_back(self) -> None:
        """Look for the pattern backward from where the search is."""
        if self._searched is None:
            return
        pattern, shown = self._searched[0], self._view.shown
        end = max(self._search_at - PIECE, 0)
        while self._search_at > end:
            self._search_at -= 1
            if pattern.found_in(shown[self._search_at]):
                self.jump(self._search_at)
                return
        if not self._search_at:
            self.note(NOT_FOUND)

    def _write_file(self) -> None:
        if self._ended and self.save is not None:
            self.note(self.save(self._file, self._view.lines))

    # -- what the functions of the key table do

    def forward(self, rows: int) -> None:
        """Show this many more rows; at the end of the output leave."""
        if self._bottom < len(self._view.shown) or not self._is_complete:
            self._start_showing(rows)
        elif self.hold:
            self.stop()
        else:
            self.leave()

    def jump(self, line: int) -> None:
        """Show the screen that starts at this line."""
        self._bottom = max(line, 0)
        self._start_showing(self.screen)

    def jump_back_screen(self) -> None:
        """Show the screen before the one that is shown."""
        self.jump(self._view.page_start(self.top))

    def to_bottom(self) -> None:
        """Show the last screen, as soon as all lines are there."""
        self._goal = self._show_last

    def ask(self, key: str) -> None:
        """Ask for what a key needs: a pattern or a file name."""
        self._asked = key
        self.question = SAVE_PROMPT if key == "s" else FILTER_PROMPTS.get(key) or SEARCH_PROMPTS[key]

    def search(self, pattern: Pattern | None, direction: int = 0) -> None:
        """Search forward (1) or backward (-1); without a pattern as last time."""
        if pattern is None:
            if self._searched is None:
                self.stop()
                return
            pattern, last_direction = self._searched
            direction = direction or last_direction
        self._searched = pattern, direction
        self._search_at = self.top + 1 if direction > 0 else self.top
        self._goal = self._seek if direction > 0 else self._seek_back

    def clear_filters(self) -> None:
        """Show all lines again, from the top."""
        self._view.clear_filters()
        self.jump(0)

    def note(self, *lines: str) -> None:
        """Show lines that are not part of the output, and stop."""
        self._out.extend(line + "\n" for line in lines)
        self.stop()

    def stop(self) -> None:
        """Wait for a key."""
        self._goal = None
        percent = None
        shown = len(self._view.shown)
        if self.shows_counts and self._is_complete and (self._stops > 0 or self._bottom >= shown):
            percent = 100 * self._bottom // shown if shown else 100
        self._stops += 1
        self.prompt = stop_prompt(percent, filtered=self._view.is_filtered)
        self._out.append(self.prompt)

    def leave(self) -> None:
        """End the pager; what was not shown is dropped."""
        self._goal = None
        self.finished = True

    @property
    def _is_complete(self) -> bool:
        """True when there are no more lines to come, nor to be filtered."""
        return self._ended and self._view.is_sifted

    @property
    def top(self) -> int:
        """The first line of the screen that ends with the last line shown."""
        return self._view.page_start(self._bottom)

    def _start_showing(self, rows: int) -> None:
        self._rows_left = rows
        self._any_shown = False
        self._goal = self._show

"""The keys of the pager: a table from the name of a key to what it does. A new key is a function and a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.cli.pager_text import HELP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from junosim.cli.pager import Pager


def page_down(pager: Pager, _key: str) -> None:
    """Show the next screen."""
    pager.forward(pager.screen)


def line_down(pager: Pager, _key: str) -> None:
    """Show one more line."""
    pager.forward(1)


def half_down(pager: Pager, _key: str) -> None:
    """Show half a screen more."""
    pager.forward(_half(pager))


def page_up(pager: Pager, _key: str) -> None:
    """Show the screen before."""
    pager.jump_back_screen()


def line_up(pager: Pager, _key: str) -> None:
    """Show the screen that starts one line earlier."""
    pager.jump(pager.top - 1)


def half_up(pager: Pager, _key: str) -> None:
    """Show the screen that starts half a screen earlier."""
    pager.jump(pager.top - _half(pager))


def top(pager: Pager, _key: str) -> None:
    """Show the first screen."""
    pager.jump(0)


def bottom(pager: Pager, _key: str) -> None:
    """Show the last screen."""
    pager.to_bottom()


def redraw(pager: Pager, _key: str) -> None:
    """Show the screen again."""
    pager.jump(pager.top)


def ask(pager: Pager, key: str) -> None:
    """Ask for a pattern."""
    pager.ask(key)


def save(pager: Pager, key: str) -> None:
    """Ask for a file name, if there is something that writes files."""
    if pager.save is None:
        pager.stop()
    else:
        pager.ask(key)


def repeat(pager: Pager, _key: str) -> None:
    """Search again."""
    pager.search(None)


def show_counts(pager: Pager, _key: str) -> None:
    """Show at each stop how much was shown, or no longer."""
    pager.shows_counts = not pager.shows_counts
    pager.stop()


def clear_filters(pager: Pager, _key: str) -> None:
    """Show all lines again."""
    pager.clear_filters()


def hold(pager: Pager, _key: str) -> None:
    """Stay in the pager at the end of the output."""
    pager.hold = True
    pager.stop()


def no_hold(pager: Pager, _key: str) -> None:
    """Leave at the end of the output without a further key."""
    pager.hold = False
    pager.stop()


def show_help(pager: Pager, _key: str) -> None:
    """List the keys."""
    pager.note(*HELP)


def leave(pager: Pager, _key: str) -> None:
    """Leave the pager; this key does not wait for a stop."""
    pager.leave()


PAGER_KEYS: Final[Mapping[str, Callable[[Pager, str], None]]] = {
    **dict.fromkeys((" ", "c-f", "right", "pagedown"), page_down),
    **dict.fromkeys(("enter", "j", "down", "c-n", "c-x", "c-z"), line_down),
    **dict.fromkeys(("b", "c-b", "left", "pageup"), page_up),
    **dict.fromkeys(("k", "up", "c-p", "backspace"), line_up),
    **dict.fromkeys(("d", "c-d"), half_down),
    **dict.fromkeys(("u", "c-u"), half_up),
    **dict.fromkeys(("g", "<", "c-a", "home"), top),
    **dict.fromkeys(("G", ">", "c-e", "end"), bottom),
    **dict.fromkeys(("/", "?", "m", "M", "e", "E"), ask),
    "s": save,
    "n": repeat,
    **dict.fromkeys(("c", "C"), clear_filters),
    "tab": show_counts,
    "H": hold,
    "N": no_hold,
    "h": show_help,
    **dict.fromkeys(("c-l", "c-r"), redraw),
    **dict.fromkeys(("q", "Q", "c-c", "c-k"), leave),
}
"""Name of a key, as in `terminal_events.Key` -> what it does."""


def _half(pager: Pager) -> int:
    return max(pager.screen // 2, 1)

"""Every wording of the pager. The help and the messages are our own (see docs/fidelity.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from junosim.schema.patterns import BadPattern

WIPE: Final = "\r" + " " * 40 + "\r"
"""Removes the stop prompt from the screen line."""
NOT_FOUND: Final = "Pattern not found"
SEARCH_PROMPTS: Final = {"/": "/", "?": "?"}
FILTER_PROMPTS: Final = {
    "m": "Match for: ",
    "M": "Match except: ",
    "e": "Match except: ",
    "E": "Match except: ",
}
SAVE_PROMPT: Final = "Filename: "

HELP: Final = (
    "---(Help for the pager)---",
    "  Next screen                        Space, Ctrl-f",
    "  Next line                          Enter, j, Down, Ctrl-n",
    "  Half a screen down                 d, Ctrl-d",
    "  Previous screen                    b, Ctrl-b",
    "  Previous line                      k, Up, Ctrl-p",
    "  Half a screen up                   u, Ctrl-u",
    "  First screen                       g, <, Home, Ctrl-a",
    "  Last screen                        G, >, End, Ctrl-e",
    "  Search forward, backward           /pattern, ?pattern",
    "  Repeat the search                  n",
    "  Show only lines that match         m pattern",
    "  Show only lines that do not match  e pattern, M pattern",
    "  Show all lines again               c",
    "  Save all lines to a file           s file",
    "  Show how much was shown, or not    Tab",
    "  Stay at the end of the output      H",
    "  Do not stop at the end             N",
    "  Show the screen again              Ctrl-l, Ctrl-r",
    "  Leave                              q, Q, Ctrl-c, Ctrl-k",
)


def stop_prompt(percent: int | None, *, filtered: bool) -> str:
    """Return the text at a stop; `percent` of the lines were shown, None while that is not known."""
    return f"---(more{'[filtered]' if filtered else ''}{'' if percent is None else f' {percent}%'})---"


def bad_pattern(problem: BadPattern) -> str:
    """Return the message for a pattern that cannot be used (our guess; the reason is FreeBSD's text)."""
    return f"error: invalid regular expression '{problem.pattern}': {problem.reason}"

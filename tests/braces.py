"""Reads the text Junos prints, by rules of its own: an outside judge of the product's writers.

Both functions give statements as the words that follow `set`.
"""

from __future__ import annotations

import re

_WORD = re.compile(r'"(?:\\.|[^"\\])*"|[{};\[\]]|[^\s{};\[\]]+')


def statements_of_text(text: str, path: tuple[str, ...] = ()) -> list[str]:
    """The statements of a text in braces; `a [ b c ];` counts as two."""
    levels, words, found = [path], [], []
    for word in _WORD.findall(re.sub(r"##.*|/\*.*?\*/", "", text)):
        if word == "{":
            levels.append((*levels[-1], *words))
            words = []
        elif word == "}":
            levels.pop()
        elif word == ";":
            found += _spread((*levels[-1], *words))
            words = []
        else:
            words.append(word)
    assert levels == [path], f"braces do not match: {levels}"
    assert not words, f"no semicolon after {words}"
    return found


def statements_of_compare(text: str) -> tuple[list[str], list[str]]:
    """The statements that `show | compare` says are gone, and those it says are new."""
    gone, new, path, pieces = [], [], (), {"-": [], "+": []}
    for line in [*text.replace("\r", "").split("\n"), "[edit]"]:
        if line.startswith("[edit"):
            gone += statements_of_text("\n".join(pieces["-"]), path)
            new += statements_of_text("\n".join(pieces["+"]), path)
            path, pieces = tuple(line.strip("[]").split()[1:]), {"-": [], "+": []}
        elif line[:1] in pieces:
            pieces[line[0]].append(line[1:])
    return gone, new


def _spread(words: tuple[str, ...]) -> list[str]:
    if words[-1:] != ("]",):
        return [" ".join(words)]
    start = words.index("[")
    return [" ".join((*words[:start], value)) for value in words[start + 1 : -1]]

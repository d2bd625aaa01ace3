"""Makes the operational command tree from RPC facts of one or more releases.

    python -m junosim.schema.generate_commands mx19=junos-19.1R1-mx.rpc.facts qfx20=junos-20.2R1-qfx.rpc.facts

writes `grammars/junos/commands/<verb>.grammar`, and for each verb with many commands one file a second word below
`grammars/junos/commands/<verb>/`. What only some releases have is guarded. Hand-written commands stand in
`commands/own/<verb>.grammar`, as fragments that are included at the command they are named after
(`system.login` below `system login`, `members` below the verb); help, permissions and handlers stand in
`annotations/commands/`. Nothing hand-written is touched. The format of the input is described in `rpc_facts`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from junosim.resources import data_folder
from junosim.schema import rpc_facts
from junosim.schema.command_text import CommandWriter, fragments_by_path
from junosim.schema.command_tree import merge, merge_groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPLIT_AT = 15  # a second word with at least so many commands has a file of its own
_FRAGMENT = re.compile(r"^fragment (\S+) \{", re.MULTILINE)


def generate(facts: Mapping[str, rpc_facts.RpcFacts], own: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The files, by their path below `grammars/junos/commands`.

    `own` gives the names of the hand-written fragments of each verb. Raises GrammarError for a fragment that is
    named after no command.
    """
    root = merge(facts)
    files = {"shared/groups.grammar": CommandWriter(facts).groups(merge_groups(facts))}
    for verb, word in sorted(root.children.items()):
        fragments = fragments_by_path(verb, word, own.get(verb, ()))
        apart = [name for name, child in word.children.items() if child.count() >= _SPLIT_AT]
        files[f"{verb}.grammar"] = CommandWriter(facts, fragments).verb(verb, word, apart)
        for name in apart:
            members = CommandWriter(facts, fragments).members((verb, name), word.children[name])
            files[f"{verb}/{name}.grammar"] = members
    return files


def own_fragments(folder: Path) -> dict[str, list[str]]:
    """The hand-written fragments below `commands/own`, by verb."""
    return {
        path.stem: _FRAGMENT.findall(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.grammar"))
    }


def main(arguments: Sequence[str]) -> int:
    """Read `RELEASE=FILE …`, write the files, and say how many commands there are."""
    facts = {}
    for argument in arguments:
        release, _, file = argument.partition("=")
        with Path(file).open(encoding="utf-8") as lines:
            facts[release] = rpc_facts.read(lines)
    if not facts:
        sys.stderr.write("usage: generate_commands RELEASE=FILE …\n")
        return 2
    folder = data_folder("grammars") / "junos" / "commands"
    for path, text in generate(facts, own_fragments(folder / "own")).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for release, found in facts.items():
        known = sum(bool(rpc.words) for rpc in found.rpcs)
        sys.stdout.write(f"{release}: {len(found.rpcs)} RPCs, {known} with a command\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

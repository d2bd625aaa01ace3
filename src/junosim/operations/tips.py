"""The tips of `help tip cli`, in our own words; the first one has the number 0."""

from __future__ import annotations

TIPS = (
    "Type ? at any point of a line to see what may come next.",
    "Type only as many letters of a word as it takes to tell it from the others.",
    "Press Space or Tab to spell out the word before the cursor; Tab also completes names.",
    "Use 'help apropos' to find the commands that mention a word.",
    "Use 'help reference' to see the syntax, the options and the place of a statement.",
    "Pipe output through '| match' to keep the lines with a pattern, '| except' to drop them.",
    "Pipe a long output through '| no-more' to see it without stops.",
    "Pipe through '| count' to learn how many lines an output has.",
    "Pipe through '| find' to start an output at the first line with a pattern.",
    "Use 'show configuration | display set' to get the commands that build the configuration.",
    "Use 'show | compare' before a commit to see what would change.",
    "Use 'commit check' to verify the candidate without putting it into force.",
    "Use 'commit and-quit' to leave configuration mode when the commit succeeded.",
    "Use 'rollback 1' and 'commit' to undo the last commit.",
    "Use 'run' in configuration mode to give an operational command.",
    "Use 'top' before a command to give it at the top of the hierarchy.",
    "Use 'deactivate' to keep a statement without letting it work.",
    "Use 'annotate' to leave a comment above a statement.",
    "Use 'status' in configuration mode to see who else is editing.",
    "Press Ctrl-r and some letters to find an earlier command.",
    "Use 'set cli screen-length 0' to have no output stop at a full screen.",
    "Use 'set cli timestamp' to see the time at which each command ran.",
)

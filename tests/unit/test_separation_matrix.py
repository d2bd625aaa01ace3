"""Who may do what: the written matrix of classes and commands, and of classes and statements, is what sessions say.

`pytest tests/unit/test_separation_matrix.py --update-golden` asks all classes and writes `tests/golden/separation/`
anew: read the difference line by line before it is committed. The usual run asks the classes that have columns, and a
few flags; the slow one all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from separation import COLUMNS, FLAGS, TABLES, read_table, written

FOLDER = Path(__file__).parents[1] / "golden" / "separation"
SAMPLE = ("clear", "maintenance", "secret", "system", "system-control", "view-configuration")

pytestmark = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)


def recorded(table):
    """The verdicts that are written down; a device fills them in when it is asked to."""
    return read_table((FOLDER / f"{table.file}.txt").read_text(encoding="utf-8").splitlines())


def both(verdicts, rows):
    """The verdicts of rows that are in the other table too: which rows there are is asked by the slow test."""
    return {row: verdict for row, verdict in verdicts.items() if row in rows}


def test_classes_may_do_what_is_written(table, request):
    """R-ROLE-001, R-ROLE-002, R-ROLE-003, R-ROLE-004, R-ROLE-008, R-ROLE-009, R-ROLE-015."""
    if request.config.getoption("--update-golden"):
        columns = {column.letters: table.column(column.letters) for column in COLUMNS}
        lines = written(table, columns, {flag: table.flag(flag) for flag in FLAGS})
        (FOLDER / f"{table.file}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    columns, flags = recorded(table)
    for column in COLUMNS:
        found, wanted = table.column(column.letters), columns[column.letters]
        assert both(wanted, found) == both(found, wanted), column.name
    for flag in SAMPLE:
        assert both(table.flag(flag), columns["su"]) == both(flags[flag], table.column("su")), flag


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_every_row_and_flag_is_written(table):
    """R-ROLE-002: commands that are new have their rows too."""
    columns, flags = recorded(table)
    assert table.column("su") == columns["su"]
    for flag in FLAGS:
        assert table.flag(flag) == flags[flag], flag


def test_a_super_user_may_do_all_of_it_and_nobody_may_more(table):
    """R-ROLE-001: rows that nobody may do would say nothing."""
    columns, _ = recorded(table)
    assert set(columns["su"].values()) == {table.most}

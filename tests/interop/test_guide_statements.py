"""The statement lists of the guides, typed by real clients (R-IPS-001, R-IPS-002, R-PRMT-003, -006, -007).

The lists are those of "Configure IPsec VPN on Router 1" and "… Router 2" in the MX104 FIPS guide, as they stand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from braces import statements_of_compare, statements_of_text

pytestmark = pytest.mark.interop

STATEMENTS = Path(__file__).parent / "statements"
SECRET = "Interop-Secret-1"


def typed(name):
    return (STATEMENTS / f"{name}.set").read_text().splitlines()


def words_of(lines):
    """What `lines` of `set` commands state, with each secret as `*`."""
    return {
        " ".join("*" if word.startswith('"$9$') else word for word in line.split()[1:])
        for line in lines
        if line.startswith("set ")
    }


def expected(lines):
    return {
        f"{' '.join(line.split()[1:])} *" if line.startswith("prompt ") else " ".join(line.split()[1:])
        for line in lines
    }


def masked(statements):
    return {
        " ".join("*" if word.startswith('"$9$') else word for word in line.split()) for line in statements
    }


def committed(client):
    return words_of(client.send("run show configuration | display set").splitlines())


@pytest.mark.parametrize("router", ["router1", "router2"])
def test_statements_are_accepted_shown_and_undone(client, router):
    lines = typed(router)
    client.configure()
    before = committed(client)

    for line in lines:
        if line.startswith("prompt "):
            output = client.answer(line, r"[Nn]ew ascii-text ?\(secret\):", SECRET, SECRET)
        else:
            output = client.send(line)
        assert "error" not in output, f"{line}: {output}"
        assert "^" not in output, f"{line}: {output}"

    gone, new = statements_of_compare(client.send("show | compare"))
    assert gone == []
    assert masked(new) == expected(lines)
    assert len(new) == len(lines)

    assert "commit complete" in client.send("commit")
    assert committed(client) == before | expected(lines)
    text = client.send("run show configuration services").replace("[edit]", "")
    assert masked(statements_of_text(text)) == {
        line.removeprefix("services ") for line in expected(lines) if line.startswith("services ")
    }
    assert "## SECRET-DATA" in text
    assert SECRET not in text

    assert "load complete" in client.send("rollback 1")
    gone, new = statements_of_compare(client.send("show | compare"))
    assert masked(gone) == expected(lines)
    assert new == []
    assert "commit complete" in client.send("commit")
    assert committed(client) == before

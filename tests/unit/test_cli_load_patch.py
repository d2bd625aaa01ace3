"""`load patch terminal` as a user sees it."""

import pytest

from cli_session import Typist

CTRL_D = "\x04"


@pytest.fixture
def typist():
    typist = Typist()
    typist.line("configure")
    return typist


def entered(typist, command, text):
    """Give a load command and a text; what is shown behind the `^D`."""
    typist.send(f"{command}\r")
    typist.send(text.replace("\n", "\r"))
    shown = typist.send(CTRL_D)
    assert shown.startswith("^D")
    return shown[2:]


def test_a_difference_can_be_loaded_again(typist):
    typist.lines(
        "set system location building HQ",
        "set system login user lab2 class operator authentication encrypted-password $6$abc",
        "set interfaces ge-0/0/1 unit 0 family inet address 192.0.2.1/24",
        "set policy-options policy-statement p term a then accept",
        'annotate interfaces "first\\nports"',
        "deactivate interfaces ge-0/0/1",
    )
    difference = typist.line("show | compare | no-more")
    shown = typist.line("show | no-more")
    typist.line("rollback 0")
    assert entered(typist, "load patch terminal", difference + "\n").startswith("load complete\n")
    assert typist.line("show | compare | no-more") == difference
    assert typist.line("show | no-more") == shown


def test_the_example_of_a_changed_host_name(typist):
    typist.lines("set system host-name old", "commit")
    text = "[edit system]\n-  host-name old;\n+  host-name new;\n"
    assert entered(typist, "load patch terminal", text) == "load complete\n\n[edit]\nlab@old# "
    assert typist.line("show | compare") == text.rstrip("\n")


def test_what_does_not_fit_is_reported_like_other_errors(typist):
    text = "[edit system]\n-  location building HQ;\n+  location floor 3;\n[edit nonsense]\n+  x;\n"
    assert entered(typist, "load patch terminal", text) == (
        "terminal:2:(23) statement does not match patch: HQ\n"
        "  [edit system]\n"
        "    'location building HQ;'\n"
        "      statement does not match patch\n"
        "terminal:4:(14) syntax error: nonsense\n"
        "  [edit]\n"
        "    '[edit nonsense]'\n"
        "      syntax error\n"
        "load complete (2 errors)\n\n[edit]\nlab@r1# "
    )
    assert typist.line("show system location") == "floor 3;"


def test_relative_to_the_level_of_the_session(typist):
    typist.line("edit system")
    text = "[edit location]\n+   building HQ;\n"
    assert entered(typist, "load patch terminal relative", text).startswith("load complete\n")
    assert typist.line("show location") == "building HQ;"
    assert "(1 errors)" in entered(typist, "load patch terminal", text)


def test_masked_secrets_do_not_become_values(typist):
    text = (
        "[edit system login user lab2 authentication]\n"
        "+     encrypted-password /* SECRET-DATA */; ## SECRET-DATA\n"
    )
    assert "load complete (1 errors)" in entered(typist, "load patch terminal", text)
    assert typist.line("show system login user lab2") == ""

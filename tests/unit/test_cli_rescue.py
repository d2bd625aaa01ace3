"""The rescue configuration, and stored configurations shown in operational mode."""

import pytest

from cli_session import Typist

SAVE, DELETE = "request system configuration rescue save", "request system configuration rescue delete"
NONE = "error: No rescue configuration is set."


@pytest.fixture
def typist():
    return Typist()


def test_the_configuration_that_was_saved_comes_back(typist):
    typist.lines("configure", "set snmp location kept", "commit")
    assert typist.line(f"run {SAVE}") == ""
    typist.lines("delete snmp", "commit")
    assert typist.line("rollback rescue") == "load complete"
    assert typist.line("show | compare") == "[edit]\n+  snmp {\n+      location kept;\n+  }"


def test_without_one_nothing_can_be_shown_or_loaded(typist):
    assert typist.line("show system configuration rescue") == NONE
    typist.lines(SAVE, DELETE, DELETE)
    typist.line("configure")
    assert typist.line("rollback rescue") == NONE


def test_the_rescue_configuration_is_shown_as_it_was_saved(typist):
    before = typist.line("show configuration | except ^##")
    typist.lines(SAVE, "configure", "set snmp location new", "commit and-quit")
    assert typist.line("show system configuration rescue") == before
    shown = typist.line("show system configuration rescue | display set | match host-name")
    assert shown == "set system host-name r1"


def test_a_stored_configuration_is_shown_and_compared(typist):
    before = typist.line("show configuration | except ^##")
    typist.lines("configure", "set snmp location new", "commit and-quit")
    assert typist.line("show system rollback 1") == before
    assert "location new;" in typist.line("show system rollback 0")
    change = "[edit]\n+  snmp {\n+      location new;\n+  }"
    assert typist.line("show system rollback 1 compare 0") == change
    assert typist.line("show system rollback compare 1 0") == change
    assert typist.line("show system rollback 0 compare 1") == change.replace("+", "-")
    assert typist.line("show system rollback 0 compare 0") == ""


@pytest.mark.parametrize("command", ["show system rollback 7", "show system rollback 0 compare 7"])
def test_a_number_that_is_not_kept(typist, command):
    assert typist.line(command) == "error: could not find rollback configuration 7"


def test_secrets_are_masked_for_those_who_may_not_see_them():
    typist = Typist(permissions=("view", "view-configuration", "maintenance"))
    assert "$6$" not in typist.line("show system rollback 0")
    typist.line(SAVE)
    assert "$6$" not in typist.line("show system configuration rescue")


def test_other_formats_are_refused(typist):
    assert typist.line("show system rollback 0 format xml") == "error: 'format xml' is not available"

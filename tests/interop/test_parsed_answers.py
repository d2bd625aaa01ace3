"""The templates that programs parse answers with (ntc-templates) read each answer they have a template for."""

from __future__ import annotations

import pytest
from ntc_templates.parse import ParsingException, parse_output

from junosim.app.coverage import commands
from junosim.schema.release import load

pytestmark = pytest.mark.interop

SHOWS = [
    " ".join(known.words)
    for known in commands(load("mx19").commands)
    if known.implemented and known.words[0] == "show"
]


def template_of(command):
    """True where there is a template for the command."""
    try:
        parse_output("juniper_junos", command, "")
    except ParsingException as problem:
        return "No template found" not in str(problem)
    return True


PARSED = [command for command in SHOWS if template_of(command)]


ASKED = {"show interfaces": "show interfaces fxp0"}
"""The template knows no IPv6 addresses as devices show them, and none without a network (that of the loopback)."""


@pytest.mark.parametrize("command", PARSED)
def test_answer_is_parsed(junos_device, command):
    answer = junos_device.cli(ASKED.get(command, command))
    if "is not valid on" in answer:
        pytest.skip("only forms of it with more words are answered")
    assert "error: " not in answer
    parse_output("juniper_junos", command, answer)  # raises where a line is not understood


def test_what_parsers_find(junos_device):
    (version,) = parse_output("juniper_junos", "show version", junos_device.cli("show version"))
    assert (version["hostname"], version["model"]) == ("mx480", "mx480")
    assert version["junos_version"] == "19.1R2.8"
    (uptime,) = parse_output("juniper_junos", "show system uptime", junos_device.cli("show system uptime"))
    assert uptime["timezone"] == "UTC"
    assert uptime["month"]


def test_some_answers_have_templates():
    assert {"show version", "show system uptime"} <= set(PARSED)

"""Every command that answers does so for programs as for people.

What `| display xml rpc` prints can be called, and the reply is what `| display xml` and `| display json` show.
"""

from __future__ import annotations

import json

import pytest
from lxml import etree

from cli_session import Typist, make_device
from junosim.app.coverage import commands
from junosim.operations.registry import OPERATIONS
from junosim.schema import rpc_names
from junosim.schema.release import data_folder, load
from netconf_session import NetconfUser

DIFFERENT = {
    "request system logout": "ends the session that asks",
    "show cli": "the settings of a session",
    "show log": "asking writes into files",
    "show log user": "who has a terminal is in it",
    "show system connections": "those of each session",
    "show system processes": "those of each session",
    "show system users": "each session is one",
}
"""Commands whose answer depends on the session that asks, or ends it."""


def answered(platform):
    """The commands that an operation answers without any argument, and that have a call."""
    release = make_device(platform).release
    for known in commands(release.commands):
        node = release.commands
        for word in known.words:
            node = next(child for child in node.children if child.word == word)
        is_answered = str(node.attributes.get("handler", "")) in OPERATIONS and "rpc" in node.attributes
        if known.implemented and is_answered:
            yield " ".join(known.words)


def shown(element):
    """An element as plain data, without the blanks that lines bring."""
    texts = (element.text or "").strip("\n")
    return [
        etree.QName(element).localname,
        {etree.QName(key).localname: value for key, value in element.attrib.items()},
        texts if not len(element) else "",
        [shown(child) for child in element],
    ]


def differences(platform, line):
    """What is not the same; None for a command that wants an argument."""
    typist, user = Typist(make_device(platform)), NetconfUser(make_device(platform), name="lab")
    request, in_cli, as_json = (
        typist.line(f"{line} | display {form} | no-more").partition("\n\n{master:0}")[0]
        for form in ("xml rpc", "xml", "json")
    )
    if not in_cli.startswith("<rpc-reply"):
        return None
    call = next(child for child in etree.fromstring(request).iter() if etree.QName(child).localname == "rpc")[
        0
    ]
    *answer, _banner = etree.fromstring(in_cli)
    reply = etree.fromstring(user.message(f"<rpc>{etree.tostring(call).decode()}</rpc>"))
    found = []
    if [shown(child) for child in reply] != [shown(child) for child in answer]:
        found.append((etree.tostring(reply).decode(), in_cli))
    call.set("format", "json")
    told = etree.fromstring(user.message(f"<rpc>{etree.tostring(call).decode()}</rpc>"))
    if len(told) or json.loads(told.text) != json.loads(as_json):
        found.append((etree.tostring(told).decode(), as_json))
    return found


@pytest.mark.parametrize("platform", ["mx480", "qfx5120-48t"])
def test_a_command_and_its_call_answer_the_same(platform):
    lines = [line for line in answered(platform) if line not in DIFFERENT]
    found = {line: differences(platform, line) for line in lines}
    assert {line: differ for line, differ in found.items() if differ} == {}
    assert sum(differ is not None for differ in found.values()) > 55


def test_the_table_of_names_is_current():
    path = data_folder("grammars") / "junos" / rpc_names.FILE
    trees = {name: load(name).commands for name in load("mx19").releases}
    assert path.read_text() == rpc_names.table(trees), "run: python -m junosim.schema.rpc_names"

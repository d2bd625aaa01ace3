"""Commits in XML, and the calls that ask for what commands of the CLI show."""

import pytest
from lxml import etree

from cli_session import Typist
from netconf_session import NetconfUser

XNM = "{http://xml.juniper.net/xnm/1.1/xnm}"


@pytest.fixture
def typist():
    typist = Typist()
    typist.line("configure")
    return typist


def answer(typist, line):
    """What stands in the reply, beside the banner."""
    text, end, _ = typist.line(line).partition(
        "</rpc-reply>"
    )  # behind it, what reminds of a confirmed commit
    reply = etree.fromstring(text + end)
    assert reply[-1].tag == "cli"
    return reply[:-1]


def outline(element):
    return (etree.QName(element).localname, element.text and element.text.strip(), [*map(outline, element)])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("commit check | display xml", "commit-check-success"),
        ("commit | display xml", "commit-success"),
        ("commit confirmed 5 | display xml", "commit-success"),
    ],
)
def test_a_commit_answers_for_its_engine(typist, line, word):
    typist.line("set system host-name new")
    (results,) = answer(typist, line)
    engine = ("routing-engine", "", [("name", "re0", []), (word, None, [])])
    assert outline(results) == ("commit-results", "", [engine])


def test_a_commit_that_is_refused_has_its_findings(typist):
    typist.line("set interfaces ge-0/0/0 unit 0 family inet filter input nothing")
    (results,) = answer(typist, "commit | display xml")
    assert [part.tag for part in results] == [f"{XNM}error", f"{XNM}error"]
    assert [part.text.strip() for part in results[0]] == [
        "[edit interfaces ge-0/0/0 unit 0 family inet]",
        "filter",
        "Referenced filter 'nothing' is not defined",
    ]
    assert results[1].findtext(f"{XNM}message").strip() == "configuration check-out failed"


def test_who_may_not_commit_is_told_who_has_the_lock(typist):
    other = NetconfUser(typist.device)
    other.call("<lock-configuration/>")
    (results,) = answer(typist, "commit | display xml")
    assert "configuration database locked by:" in results[0].findtext(f"{XNM}message")


def test_the_steps_of_a_commit_are_told_when_they_are_asked_for(typist):
    (results,) = answer(typist, "commit | display detail | display xml")
    steps = [step.text for step in results.iter("message")]
    assert steps[0] == "Obtaining lock for commit"
    assert steps[-1] == "commit complete"


def test_a_commit_may_end_the_mode(typist):
    answer(typist, "commit and-quit | display xml")
    assert typist.session._context.editing is None


def test_a_commit_for_an_engine_that_is_not_there(typist):
    (results,) = answer(typist, "commit synchronize | display xml")
    assert [part.tag for part in results] == [f"{XNM}error"]
    typist.lines("set system commit synchronize")
    (results,) = answer(typist, "commit | display xml")
    assert [part.tag for part in results] == [f"{XNM}warning", "routing-engine"]


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("commit", "<commit-configuration/>"),
        ("commit check", "<commit-configuration><check/></commit-configuration>"),
        (
            'commit confirmed 5 comment "a b"',
            "<commit-configuration><confirmed/><confirm-timeout>5</confirm-timeout><log>a b</log>"
            "</commit-configuration>",
        ),
        ("commit at reboot", "<commit-configuration><at-time>reboot</at-time></commit-configuration>"),
        ("show", "<get-configuration></get-configuration>"),
        (
            "show interfaces ge-0/0/0 mtu",
            "<get-configuration><configuration><interfaces><interface><name>ge-0/0/0</name><mtu/></interface>"
            "</interfaces></configuration></get-configuration>",
        ),
        ("run show configuration", "<get-configuration></get-configuration>"),
        (
            "run show configuration system services",
            "<get-configuration><configuration><system><services></services></system></configuration>"
            "</get-configuration>",
        ),
        (
            "run show system rollback 3",
            "<get-rollback-information><rollback>3</rollback></get-rollback-information>",
        ),
        ("run show system configuration rescue", "<get-rescue-information></get-rescue-information>"),
    ],
)
def test_what_is_shown_may_be_asked_for_by_a_call(typist, line, call):
    (found,) = answer(typist, f"{line} | display xml rpc")
    wanted = etree.fromstring(f"<rpc>{call}</rpc>")
    assert [(part.tag, (part.text or "").strip()) for part in found.iter()] == [
        (part.tag, part.text or "") for part in wanted.iter()
    ]
    assert len(typist.device.stores.revisions) == 1  # nothing was done


def test_the_call_of_a_part_gives_that_part(typist):
    """What `| display xml rpc` says, sent as it is."""
    (found,) = answer(typist, "run show configuration system services | display xml rpc")
    reply = NetconfUser(typist.device).call(etree.tostring(found[0]).decode())
    assert reply.find("configuration/system/services/ssh") is not None
    assert [part.tag for part in reply.find("configuration")] == ["system"]


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("run show system rollback 0", "rollback-information"),
        ("run show system configuration rescue", "rescue-information"),
    ],
)
def test_a_stored_configuration_stands_in_an_element_of_its_own(typist, line, tag):
    typist.line("run request system configuration rescue save")
    (found,) = answer(typist, f"{line} | display xml")
    assert found.tag == tag
    assert [part.tag for part in found] == ["configuration"]

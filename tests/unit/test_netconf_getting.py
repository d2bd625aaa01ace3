"""`get-config` and `get`: what is shown, to whom, and what filters take from it."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from cli_session import Typist
from config_session import SCHEMA, tree
from junosim.config.formats import xml as xml_form
from junosim.netconf.filter import Selector, read
from junosim.slices import UNITS, Beat, finish
from netconf_session import CHUNKS, MARK, NetconfUser, with_chunks

XNM = "http://xml.juniper.net/xnm/1.1/xnm"


def get_config(source="running", inner="", attributes="type='subtree'"):
    asked = f"<filter {attributes}>{inner}</filter>" if inner is not None else ""
    return f"<get-config><source><{source}/></source>{asked}</get-config>"


def wanted(inner):
    return f"<configuration>{inner}</configuration>"


@pytest.fixture
def user():
    return NetconfUser()


def errors(reply):
    fields = ("error-tag", "error-message", "error-info/bad-element", "error-info/bad-attribute")
    return [tuple(found.findtext(field) for field in fields) for found in reply.iter("rpc-error")]


# ---------------------------------------------------------------- filters, on a small tree

TREE = tree(
    "set system host-name r1",
    "set system time-zone UTC",
    "set system login user a class operator",
    "set system login user a uid 100",
    "set system login user b class super-user",
    "set system login user c class operator",
    "set system login user c full-name C",
    "set system services ssh root-login deny",
    "set system services finger",
    "set policy-options community c members [ 1:1 2:2 ]",
    "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 exact accept",
    "set policy-options policy-statement p term t from route-filter 10.0.0.0/8 upto /24",
    "set snmp location lab",
    "set system radius-server 10.0.0.1 secret hidden",
    "deactivate snmp location",
)


def taken(inner, *, mask=False):
    element = etree.fromstring(f"<filter>{inner}</filter>")
    found = finish(Selector(mask).root(TREE, finish(read(element, Beat())).rest))
    assert found.node is SCHEMA
    return "".join(line.strip() for line in xml_form.lines(found))


def user_entry(name, inner=""):
    return f"<user><name>{name}</name>{inner}</user>"


LOGIN = "<system><login>{}</login></system>"
FILTER = (
    "<policy-options><policy-statement><name>p</name><term><name>t</name>"
    "<from>{}</from></term></policy-statement></policy-options>"
)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("", ""),
        ("<other/>", ""),
        (wanted("<none/>"), ""),
        (wanted("<snmp/>"), '<snmp><location inactive="inactive">lab</location></snmp>'),
        (wanted("<system><host-name/></system>"), "<system><host-name>r1</host-name></system>"),
        (wanted("<system>\n<host-name>\n r1 \n</host-name>\n<time-zone/></system>"),
         "<system><host-name>r1</host-name><time-zone>UTC</time-zone></system>"),
        (wanted("<system><host-name>r2</host-name><time-zone/></system>"), ""),
        (wanted("<system><services><finger/></services></system>"),
         "<system><services><finger/></services></system>"),
        (wanted(LOGIN.format("<user><name/></user>")),
         LOGIN.format(user_entry("a") + user_entry("b") + user_entry("c"))),
        (wanted(LOGIN.format("<user><name>b</name></user>")),
         LOGIN.format(user_entry("b", "<class>super-user</class>"))),
        (wanted(LOGIN.format("<user><name>b</name><class/></user>")),
         LOGIN.format(user_entry("b", "<class>super-user</class>"))),
        (wanted(LOGIN.format("<user><name>b</name><uid/></user>")), LOGIN.format(user_entry("b"))),
        (wanted(LOGIN.format("<user><name>z</name></user>")), ""),
        (wanted(LOGIN.format("<user><uid/></user>")), LOGIN.format(user_entry("a", "<uid>100</uid>"))),
        (wanted(LOGIN.format("<user><class>operator</class><uid/></user>")),
         LOGIN.format(user_entry("a", "<uid>100</uid><class>operator</class>")
                      + user_entry("c", "<class>operator</class>"))),
        (wanted(LOGIN.format("<user><class>operator</class></user>")),
         LOGIN.format(user_entry("a", "<uid>100</uid><class>operator</class>")
                      + user_entry("c", "<class>operator</class><full-name>C</full-name>"))),
        (wanted(LOGIN.format("<user><name>c</name><class/></user><user><name>a</name><uid/></user>")),
         LOGIN.format(user_entry("a", "<uid>100</uid>") + user_entry("c", "<class>operator</class>"))),
        (wanted("<snmp/>") + wanted("<system><time-zone/></system>"),
         "<system><time-zone>UTC</time-zone></system>"
         '<snmp><location inactive="inactive">lab</location></snmp>'),
        (wanted("<policy-options><community><members>2:2</members><name/></community></policy-options>"),
         "<policy-options><community><name>c</name><members>2:2</members></community></policy-options>"),
        (wanted(FILTER.format("<route-filter><exact/></route-filter>")),
         FILTER.format("<route-filter><address>10.0.0.0/8</address><exact/></route-filter>")),
        (wanted(FILTER.format("<route-filter><upto>/24</upto></route-filter>")),
         FILTER.format("<route-filter><address>10.0.0.0/8</address><upto>/24</upto></route-filter>")),
        (wanted("<snmp><location inactive='inactive'/></snmp>"),
         '<snmp><location inactive="inactive">lab</location></snmp>'),
        (wanted("<snmp><location protect='protect'/></snmp>"), ""),
        ("<configuration xmlns='urn:any'><x:snmp xmlns:x='urn:other'/></configuration>",
         '<snmp><location inactive="inactive">lab</location></snmp>'),
    ],
)  # fmt: skip
def test_a_filter_takes(inner, expected):
    assert taken(inner) == expected


def test_the_whole_is_the_tree_itself():
    element = etree.fromstring("<filter><configuration/></filter>")
    assert finish(Selector().root(TREE, finish(read(element, Beat())).rest)) is TREE


def test_a_secret_is_not_found_out_by_asking_for_it():
    asked = wanted("<system><radius-server><secret>{}</secret><name/></radius-server></system>")
    held = TREE.children["system"].children["radius-server"].entries["10.0.0.1",].children["secret"].value
    assert "10.0.0.1" in taken(asked.format(held))
    assert taken(asked.format(held), mask=True) == ""


# ---------------------------------------------------------------- calls


def test_what_is_committed_and_the_candidate(user):
    typist = Typist(user.device)
    typist.line("configure")
    typist.line("set system host-name changed")
    host_name = wanted("<system><host-name/></system>")
    running, candidate = (user.call(get_config(name, host_name)) for name in ("running", "candidate"))
    names = [reply.findtext("data/configuration/system/host-name") for reply in (running, candidate)]
    assert names == ["r1", "changed"]
    said = [reply.find("data/configuration").attrib for reply in (running, candidate)]
    assert [sorted(key.rpartition("}")[2] for key in found) for found in said] == [
        ["commit-localtime", "commit-seconds", "commit-user"],
        ["changed-localtime", "changed-seconds"],
    ]


def test_a_configuration_has_the_namespace_of_junos_and_its_release(user):
    reply = etree.fromstring(user.message(f"<rpc>{get_config(inner=None)}</rpc>"))
    (configuration,) = reply.iter(f"{{{XNM}}}configuration")
    assert configuration.findtext(f"{{{XNM}}}version") == "19.1R2.8"
    version = user.call(get_config(inner=wanted("<version/>")))
    assert [part.tag for part in version.find("data/configuration")] == ["version"]


def test_without_a_filter_it_is_what_the_cli_shows(user):
    shown = Typist(user.device).line("show configuration | display xml | no-more")
    inside = shown[shown.index("<version>") : shown.index("</configuration>")]
    reply = user.message(f"<rpc>{get_config(inner=None)}</rpc>")
    mine = reply[reply.index("<version>") : reply.index("</configuration>")]
    assert [line.strip() for line in mine.splitlines()] == [
        line.strip() for line in inside.splitlines() if line.strip()
    ]


@pytest.mark.parametrize(
    ("form", "element", "line"),
    [
        ("text", "configuration-text", "    host-name r1;"),
        ("ascii", "configuration-text", "    host-name r1;"),
        ("set", "configuration-set", "set system host-name r1"),
        ("json", "configuration-json", '            "host-name" : "r1"'),
        ("xml", "configuration", "        <host-name>r1</host-name>"),
    ],
)
@pytest.mark.parametrize("call", ["get", "get-config"])
def test_a_configuration_in_another_form(user, call, form, element, line):
    source = "<source><running/></source>" if call == "get-config" else ""
    asked = f"<filter>{wanted('<system><host-name/></system>')}</filter>"
    reply = user.message(f"<rpc><{call} format='{form}'>{source}{asked}</{call}></rpc>")
    assert line in reply.split("\n")
    assert f"\n<data>\n<{element}" in reply
    assert "time-zone" not in reply


def test_another_form_says_of_which_release_it_is_where_that_is_asked_for(user):
    whole, version = (
        user.call(f"<get-config format='set'><source><running/></source>{asked}</get-config>")
        for asked in ("", f"<filter>{wanted('<version/>')}</filter>")
    )
    texts = [reply.findtext("data/configuration-set").strip().splitlines() for reply in (whole, version)]
    assert texts[0].count("set version 19.1R2.8") == 1
    assert texts[1] == ["set version 19.1R2.8"]


def test_who_may_not_show_the_configuration_gets_none():
    user = NetconfUser(permissions=("snmp",), name="part")
    for call in (get_config(), "<get/>"):
        assert [message for _, message, _, _ in errors(user.call(call))] == ["permission denied"]


@pytest.mark.parametrize("inner", ["", "<nonsense/>", wanted("<nonsense/>")])
def test_nothing_is_an_empty_configuration(user, inner):
    reply = user.call(get_config(inner=inner))
    assert len(reply.find("data/configuration")) == 0


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (get_config(attributes="type='xpath' select='/configuration'"),
         ("bad-attribute", "invalid value 'xpath'", "filter", "type")),
        ("<get><filter type='xpath'/></get>", ("bad-attribute", "invalid value 'xpath'", "filter", "type")),
        (get_config("startup"),
         ("operation-not-supported", "operation is not supported on this datastore", "startup", None)),
        (get_config("nonsense"), ("unknown-element", "syntax error", "nonsense", None)),
        ("<get-config/>", ("missing-element", "missing argument", "source", None)),
        ("<get-config><source/></get-config>", ("missing-element", "missing argument", "source", None)),
        ("<get-config><frob/></get-config>", ("unknown-element", "syntax error", "frob", None)),
        ("<get format='yaml'/>", ("bad-attribute", "invalid value 'yaml'", "get", "format")),
        ("<get><source/></get>", ("unknown-element", "syntax error", "source", None)),
    ],
)  # fmt: skip
def test_what_is_refused(user, call, error):
    assert errors(user.call(call)) == [error]


def test_who_may_not_see_secrets_sees_none():
    reader = NetconfUser(permissions=("view", "view-configuration"), name="reader")
    officer = NetconfUser(reader.device)
    asked = get_config(inner=wanted("<system><root-authentication/></system>"))
    path = "data/configuration/system/root-authentication/encrypted-password"
    assert officer.call(asked).findtext(path).startswith("$6$")
    assert reader.call(asked).findtext(path) == "/* SECRET-DATA */"


def test_who_may_not_see_a_level_does_not_find_it():
    user = NetconfUser(permissions=("view", "snmp"), name="part")
    officer = NetconfUser(user.device)
    host_name = get_config(inner=wanted("<system><host-name>r1</host-name></system>"))
    assert len(officer.call(host_name).find("data/configuration")) == 1
    assert len(user.call(host_name).find("data/configuration")) == 0


def test_get_says_who_is_editing(user):
    typist = Typist(user.device)
    typist.line("configure private")
    typist.line("edit system login")
    reply = user.call("<get/>")
    (status,) = reply.iter("database-status")
    assert [(part.tag, part.text and part.text.strip()) for part in status if part.tag != "start-time"] == [
        ("user", "lab"),
        ("terminal", "pts/0"),
        ("pid", str(user.device.stores.locks.editors[0].session)),
        ("private", None),
        ("edit-path", "[edit system login]"),
    ]
    assert reply.find("data/configuration/system/host-name") is not None


def test_get_with_a_filter_has_the_state_when_it_asks_for_it(user):
    assert (
        user.call("<get><filter><configuration/></filter></get>").find("data/database-status-information")
        is None
    )
    asked = user.call("<get><filter><database-status-information/></filter></get>")
    assert asked.find("data/database-status-information") is not None
    assert len(asked.find("data/configuration")) == 0


def pauses_of(work):
    """How often a routine pauses, and its outcome."""
    count = 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            return count, end.value
        count += 1


@pytest.mark.parametrize(
    "inner",
    [
        wanted("<snmp/>" * 20_000),
        wanted(LOGIN.format("<user>" + "<name>a</name>" * 20_000 + "<uid/></user>")),
        wanted(LOGIN.format(user_entry("a") * 5_000)),
        wanted("<system>" + "<host-name>r1</host-name><host-name/>" * 5_000 + "</system>"),
        wanted(
            "<policy-options><community><members>2:2</members><members/></community></policy-options>" * 3_000
        ),
    ],
)
def test_a_great_filter_lets_others_have_their_turn(inner):
    element = etree.fromstring(f"<filter>{inner}</filter>")
    reading, asked = pauses_of(read(element, Beat()))
    selecting, _ = pauses_of(Selector().root(TREE, asked.rest))
    size = sum(1 for _ in element.iter())
    assert min(reading, selecting) >= size // 2 // UNITS


def test_a_large_answer_goes_in_parts_and_is_the_same():
    device = with_chunks()
    terms = "".join(f"<term><name>t{number}</name><then><accept/></then></term>" for number in range(300))
    policy = f"<policy-options><policy-statement><name>p</name>{terms}</policy-statement></policy-options>"
    user, chunked = NetconfUser(device), NetconfUser(device)
    user.call(f"<edit-config><target><candidate/></target><config>{wanted(policy)}</config></edit-config>")
    call = f"<rpc>{get_config('candidate', inner=None)}</rpc>"
    hello = f"<hello><capabilities><capability>{CHUNKS}</capability></capabilities></hello>{MARK}"
    sent = chunked.send(f"{hello}\n#{len(call)}\n{call}\n##\n")
    sizes, place, parts = [], 0, []
    while (head := re.compile(r"\n#(\d+)\n").match(sent, place)) is not None:
        place = head.end() + int(head[1])
        sizes.append(int(head[1]))
        parts.append(sent[head.end() : place])
    assert sent[place:] == "\n##\n"
    assert len(sizes) > 5
    assert "".join(parts) == user.message(call)

"""`get-configuration`, `load-configuration` and `commit-configuration`: rights, secrets, bounds, ways of clients.

What replies look like is in tests/golden/netconf.
"""

import pytest
from lxml import etree

from cli_session import Typist, make_device
from junosim.netconf import session
from netconf_session import NetconfUser

SECRET = "set system radius-server 192.0.2.1 secret hidden-word"
ALL = "<get-configuration/>"


@pytest.fixture
def device():
    return make_device()


@pytest.fixture
def user(device):
    return NetconfUser(device)


def load(user, commands):
    body = f"<configuration-set>{commands}</configuration-set>"
    return user.call(f'<load-configuration action="set">{body}</load-configuration>')


def errors(reply):
    return [
        tuple((found.findtext(field) or "").strip() for field in ("error-message", "error-info/bad-element"))
        for found in reply.iter("rpc-error")
    ]


def tags(reply):
    return [part.tag for part in reply]


# ---------------------------------------------------------------- what a user may see and do


def test_who_may_not_see_configurations_gets_none(device):
    user = NetconfUser(device, permissions=("network",), name="some")
    assert errors(user.call(ALL)) == [("permission denied", "get-configuration")]


@pytest.mark.parametrize("form", ["xml", "text", "set", "json"])
def test_secrets_are_masked_for_who_may_not_see_them(device, user, form):
    load(user, SECRET)
    some = NetconfUser(device, permissions=("view", "view-configuration"), name="some")
    shown, masked = (who.message(f"<rpc><get-configuration format='{form}'/></rpc>") for who in (user, some))
    assert "$9$" in shown
    assert "$6$" in shown
    assert "$9$" not in masked
    assert "$6$" not in masked
    assert "/* SECRET-DATA */" in masked
    assert "hidden-word" not in shown + masked


@pytest.mark.parametrize("name", ["set", "text", "json", "patch"])
def test_a_call_is_logged_without_the_configuration_in_it(device, user, name):
    user.call(
        f"<load-configuration><configuration-{name}>{SECRET}</configuration-{name}></load-configuration>"
    )
    user.call('<load-configuration url="ftp://me:hidden-word@192.0.2.9/x"/>')
    logged = [str(event) for event in device.audit.journal]
    assert any("load-configuration" in text for text in logged)
    assert not [text for text in logged if "hidden-word" in text]


def test_a_call_is_logged_as_devices_do(device, user):
    """As captured."""
    load(user, "set snmp")
    user.call(
        "<get-interface-information><terse/><interface-name>lo0</interface-name></get-interface-information>"
    )
    user.call("<lock><target><candidate/></target></lock>")
    logged = [event.text for event in device.audit.journal if event.kind.key == "ui-netconf-command"]
    command = "User 'lab' used NETCONF client to run command '{}'"
    assert logged == [
        command.format('load-configuration action="set"'),
        command.format("get-interface-information terse interface-name=lo0"),
        command.format("lock cannot reconstruct arguments"),
    ]


def test_a_comparison_masks_secrets_too(device, user):
    load(user, SECRET)
    some = NetconfUser(device, permissions=("view", "view-configuration"), name="some")
    reply = some.message('<rpc><get-configuration compare="rollback" rollback="0" format="text"/></rpc>')
    assert "secret /* SECRET-DATA */;" in reply
    assert "$9$" not in reply


def test_what_a_user_may_not_see_is_denied(device):
    some = NetconfUser(device, permissions=("view", "configure", "interface"), name="some")
    reply = some.message("<rpc><get-configuration format='text'/></rpc>")
    assert "/* ACCESS-DENIED */" in reply
    assert "encrypted-password" not in reply


def test_a_load_of_what_a_user_may_not_change_is_refused(device):
    some = NetconfUser(
        device, permissions=("configure", "view", "interface", "interface-control"), name="some"
    )
    assert errors(load(some, "set system host-name x")) == [("syntax error", "system")]
    assert tags(load(some, "set interfaces ge-0/0/0 mtu 3000")[0]) == ["ok"]
    override = '<load-configuration action="override"><configuration><interfaces/></configuration>'
    assert errors(some.call(override + "</load-configuration>")) == [
        ("permission denied", "load-configuration")
    ]
    assert "host-name r1" in Typist(device).line("show configuration")


@pytest.mark.parametrize("command", ["load", "rollback", "commit"])
def test_a_class_may_be_denied_the_commands(device, command):
    typist = Typist(device)
    typist.lines(
        "configure",
        "set system login class some permissions all",
        f'set system login class some deny-commands "^{command}"',
        "set system login user sam class some authentication encrypted-password $6$a$b",
        "commit",
    )
    login = device.login_class_of("sam")
    user = NetconfUser(device, "sam")
    user.login.login_class = login
    calls = {
        "load": "<load-configuration><configuration><snmp/></configuration></load-configuration>",
        "rollback": '<load-configuration rollback="1"/>',
        "commit": "<commit-configuration/>",
    }
    for name, call in calls.items():
        denied = [found for found in errors(user.call(call)) if found[0] == "permission denied"]
        assert bool(denied) == (name == command)


# ---------------------------------------------------------------- the ways of clients


def test_elements_of_any_namespace_are_loaded(user):
    """ncclient puts prefixed elements around others without a prefix."""
    call = (
        '<nc:load-configuration xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" format="xml">'
        '<configuration xmlns="http://xml.juniper.net/xnm/1.1/xnm"><nc:system><host-name>new</host-name></nc:system>'
        "</configuration></nc:load-configuration>"
    )
    assert tags(user.call(call)[0]) == ["ok"]
    reply = user.call(
        "<get-configuration><configuration><system><host-name/></system></configuration></get-configuration>"
    )
    assert reply.findtext("configuration/system/host-name") == "new"


def test_a_filter_may_stand_without_the_root(user):
    reply = user.call("<get-configuration><system><services/></system></get-configuration>")
    assert tags(reply.find("configuration")) == ["system"]
    assert tags(reply.find("configuration/system")) == ["services"]


def test_of_entries_the_names_alone_may_be_asked_for(user):
    load(user, "set interfaces ge-0/0/0 mtu 3000")
    part = '<interfaces><interface recurse="false"/></interfaces>'
    reply = user.call(f"<get-configuration><configuration>{part}</configuration></get-configuration>")
    entries = reply.findall("configuration/interfaces/interface")
    assert [[(part.tag, part.text) for part in entry] for entry in entries] == [
        [("name", "ge-0/0/0")],
        [("name", "fxp0")],
    ]
    part = '<interfaces><interface matching="ge-.*"/></interfaces>'
    reply = user.call(f"<get-configuration><configuration>{part}</configuration></get-configuration>")
    assert errors(reply) == [("attribute 'matching' is not supported", "interface")]


def test_the_release_is_given_where_it_is_asked_for(user):
    part = "<get-configuration><configuration><version/><snmp/></configuration></get-configuration>"
    assert user.call(ALL).findtext("configuration/version") == "19.1R2.8"
    assert user.call(part).findtext("configuration/version") == "19.1R2.8"
    assert user.call(part.replace("<version/>", "")).findtext("configuration/version") is None


def test_a_text_may_be_named_as_older_clients_do(user):
    text = "<configuration-text>set system host-name new</configuration-text>"
    assert tags(
        user.call(f'<load-configuration action="set" format="text">{text}</load-configuration>')[0]
    ) == ["ok"]


def test_nothing_to_compare_is_one_line_end(user):
    """PyEZ looks for exactly that."""
    reply = user.call('<get-configuration compare="rollback" rollback="0" format="text"/>')
    assert reply.findtext("configuration-information/configuration-output") == "\n"


def test_a_wrong_set_line_does_not_keep_the_others_from_being_set(device, user):
    reply = load(user, "set system host-name new\nset nothing\nset snmp location here")
    assert reply.findtext("load-configuration-results/load-error-count") == "1"
    assert "set snmp location here" in user.call("<get-configuration format='set'/>").findtext(
        "configuration-set"
    )


def test_a_commit_is_for_the_private_candidate_of_the_session(device, user):
    other = NetconfUser(device)
    user.call("<open-configuration><private/></open-configuration>")
    load(user, "set snmp location one")
    assert "snmp" not in other.message("<rpc><get-configuration format='set'/></rpc>")
    user.call("<commit-configuration/>")
    assert "set snmp location one" in other.message("<rpc><get-configuration format='set'/></rpc>")


def test_a_comment_is_one_line_of_bounded_length(device, user):
    """It stands in the list of commits, of which no client makes up lines."""
    user.call(
        "<commit-configuration><log>one\n0   2020-01-01 00:00:00 UTC\tby root</log></commit-configuration>"
    )
    shown = Typist(device).line("show system commit").splitlines()
    assert shown[1].strip() == "one 0 2020-01-01 00:00:00 UTC by root"
    long = "\u20ac" * 171
    reply = user.call(f"<commit-configuration><log>{long}</log></commit-configuration>")
    assert errors(reply) == [("comment is longer than 512 bytes", "log")]
    assert len(device.stores.revisions) == 2


def test_who_merges_with_others_is_told_what_does_not_go_together(device, user):
    other = NetconfUser(device)
    for who, place in ((user, "one"), (other, "two")):
        who.call("<open-configuration><private/></open-configuration>")
        load(who, f"set snmp location {place}")
    user.call("<commit-configuration/>")
    reply = other.call("<commit-configuration/>")
    assert tags(reply) == ["commit-results"]
    assert [found[1] for found in errors(reply)] == ["location"]


# ---------------------------------------------------------------- hostile ones


def test_a_thousand_errors_are_told_and_no_more_than_there_may_be(user):
    lines = "\n".join(f"set nothing{place}" for place in range(1000))
    assert len(errors(load(user, lines))) == 1000
    elements = "<x/>" * 12_000
    reply = user.call(f"<load-configuration><configuration>{elements}</configuration></load-configuration>")
    assert 10_000 < len(errors(reply)) < 10_100
    assert errors(reply)[-1][0] == "too many errors, the rest is ignored"


def test_deep_elements_are_refused_where_they_are_too_deep(user):
    depth = 150
    opened = "".join("<groups>" for _ in range(depth))
    closed = "</groups>" * depth
    reply = user.call(
        f"<load-configuration><configuration>{opened}{closed}</configuration></load-configuration>"
    )
    assert errors(reply)


@pytest.mark.parametrize("text", ["\x01", "]]&gt;", "\u2028", "&#x9;"])
def test_odd_characters_come_back_as_they_were(user, text):
    if text == "\x01":
        assert "not well-formed" in user.message(f"<rpc>{text}</rpc>")
        return
    body = f"<configuration><snmp><location>a{text}b</location></snmp></configuration>"
    user.call(f"<load-configuration>{body}</load-configuration>")
    reply = user.call("<get-configuration><configuration><snmp/></configuration></get-configuration>")
    wanted = etree.fromstring(f"<a>a{text}b</a>").text
    assert reply.findtext("configuration/snmp/location") == wanted


def test_a_long_answer_comes_in_slices(device, user, monkeypatch):
    monkeypatch.setattr(session, "_SLICE", 0.0)
    load(user, "\n".join(f"set interfaces ge-0/0/0 unit {place}" for place in range(1, 1200)))
    device.clock.advance(0)
    answer = user.session
    answer.feed(b"<rpc><get-configuration/></rpc>]]>]]>")
    count = 0
    while (deadline := answer.deadline()) is not None and deadline <= device.clock.monotonic():
        answer.wake()
        count += 1
        assert count < 1000
    assert answer.output().endswith(b"]]>]]>\n")


def test_a_session_that_ends_within_a_commit_leaves_nothing(device, user, monkeypatch):
    load(user, "set system host-name new")
    user.session.feed(b"<rpc><commit-configuration/></rpc>")
    user.session.closed()
    assert not device.stores.locks.is_committing
    assert device.stores.locks.editors == ()
    assert len(device.stores.revisions) == 1

"""NETCONF sessions: hello, calls and their replies, errors, and how sessions end."""

import pytest
from lxml import etree

from cli_session import Typist, make_device
from junosim.netconf import rpc, session
from netconf_session import CHUNKS, GUIDE_HELLO, MARK, NetconfUser, with_chunks

BASE = "urn:ietf:params:xml:ns:netconf:base:1.0"
GUIDE = f"{GUIDE_HELLO}<session-id>{{pid}}</session-id>\n</hello>\n]]>]]>\n"


@pytest.fixture
def user():
    return NetconfUser()


def error_of(reply):
    assert [part.tag for part in reply] == ["rpc-error"]
    fields = ("error-type", "error-tag", "error-severity", "error-message", "error-info/bad-element")
    found = (reply.findtext(f"rpc-error/{field}") for field in fields)
    return tuple(text and text.strip("\n") for text in found)


def refused(text, bad=None, tag="operation-failed"):
    return ("protocol", tag, "error", text, bad)


# ---------------------------------------------------------------- hello


def test_pipes_of_a_terminal_do_nothing():
    user = NetconfUser()
    whole = user.message('<rpc><command format="text">show version</command></rpc>')
    for pipe in ("match x", "count", "last 2", "no-more", "save /var/tmp/x"):
        assert user.message(f'<rpc><command format="text">show version | {pipe}</command></rpc>') == whole
    assert "No such file" in user.message("<rpc><command>file list /var/tmp/x</command></rpc>")


def test_a_command_says_by_which_call_it_is_known():
    user = NetconfUser()
    reply = user.call("<command>show interfaces terse fxp0| display xml rpc</command>")
    assert [child.tag for child in reply.find(".//rpc/get-interface-information")] == [
        "terse",
        "interface-name",
    ]
    assert (
        "not available"
        in "".join(user.call("<command>show cli | display xml rpc</command>").itertext()).lower()
    )


def test_the_hello_of_a_switch_is_that_of_its_guide():
    """R-NCS-002, R-NCS-003, R-NCS-004: two comments, seven capabilities, the number of the process, the mark."""
    user = NetconfUser(make_device("qfx5120-48t"), "syslog-mon", ("trace",), "monitor")
    assert user.hello == GUIDE.format(pid=user.login.pid)


def test_the_hello_of_a_router_names_what_it_can_do_in_both_ways(user):
    hello = etree.fromstring(user.hello.removesuffix(MARK + "\n"))
    assert hello.tag == f"{{{BASE}}}hello"
    names = [name.text for name in hello.iter(f"{{{BASE}}}capability")]
    for wanted in (
        "capability:candidate:1.0",
        "capability:confirmed-commit:1.0",
        "capability:validate:1.0",
        "base:1.0",
    ):
        assert f"urn:ietf:params:netconf:{wanted}" in names
        assert f"urn:ietf:params:xml:ns:netconf:{wanted}" in names
    assert CHUNKS not in names
    assert len(names) == len(set(names)) == 13


def test_a_name_of_a_user_ends_no_comment():
    user = NetconfUser(user="a-->b")
    assert etree.fromstring(user.hello.removesuffix(MARK + "\n")) is not None


def test_a_session_is_logged_with_its_mode():
    """R-NCS-008."""
    user = NetconfUser()
    text = user.call("<get-log><filename>interactive-commands</filename></get-log>").findtext("file-content")
    assert "UI_LOGIN_EVENT: User 'lab' login, class 'j-super-user'" in text
    assert "client-mode 'netconf'" in text
    user.session.closed()
    assert "UI_LOGOUT_EVENT: User 'lab' logout" in Typist(user.device).line("show log interactive-commands")


# ---------------------------------------------------------------- calls


def test_a_reply_has_the_attributes_of_its_call(user):
    attributes = 'message-id="7" a="&lt;&quot;" xmlns:q="u:q" q:z="1" xml:lang="en"'
    reply = etree.fromstring(user.message(f'<rpc xmlns="{BASE}" {attributes}><close-session/></rpc>'))
    assert reply.tag == f"{{{BASE}}}rpc-reply"
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    assert dict(reply.attrib) == {"message-id": "7", "a": '<"', "{u:q}z": "1", xml: "en"}


def test_a_prefix_of_a_call_does_not_take_that_of_the_device(user):
    reply = etree.fromstring(
        user.message('<rpc xmlns:junos="u:q" junos:z="1"><get-software-information/></rpc>')
    )
    assert dict(reply.attrib) == {"{u:q}z": "1"}
    assert reply.nsmap["junos"] == "http://xml.juniper.net/junos/19.1R2/junos"


@pytest.mark.parametrize("head", [f'nc:rpc xmlns:nc="{BASE}"', f'rpc xmlns="{BASE}"', "rpc", "nc:rpc"])
def test_a_call_may_have_any_namespace(user, head):
    reply = user.message(f"<{head} message-id='1'><get-software-information/></{head.split()[0]}>")
    assert "<junos-version>\n19.1R2.8\n</junos-version>" in reply
    assert reply.startswith(f'<rpc-reply xmlns="{BASE}" xmlns:junos=')


def test_no_hello_is_needed_and_one_has_no_reply(user):
    """The sample of the guide: a call is typed at once."""
    assert user.send(f"<hello><capabilities/></hello>{MARK}{MARK}\n<!-- x -->{MARK}") == ""
    assert len(user.call("<get-software-information/>")) == 1


def test_an_operational_command_by_the_name_of_its_call(user):
    call = (
        "<get-interface-information><terse/><interface-name>lo0</interface-name></get-interface-information>"
    )
    reply = user.call(call)
    assert [name.text.strip() for name in reply.findall("interface-information/physical-interface/name")] == [
        "lo0"
    ]


def test_the_answer_has_the_namespace_of_its_daemon(user):
    reply = user.message("<rpc><get-interface-information><terse/></get-interface-information></rpc>")
    assert '<interface-information xmlns="http://xml.juniper.net/junos/19.1R2/junos-interface"' in reply


def test_an_argument_of_several_words_is_an_element_of_its_own(user):
    call = "<get-software-information><detail/></get-software-information>"
    assert user.call(call).find("software-information") is not None


def test_a_switch_answers_for_its_member():
    reply = NetconfUser(make_device("qfx5120-48t")).call("<get-software-information/>")
    item = reply.find("multi-routing-engine-results/multi-routing-engine-item")
    assert [part.tag for part in item] == ["re-name", "software-information"]


def test_a_command_as_a_text_in_each_form(user):
    assert user.call("<command>show version</command>").find("software-information") is not None
    text = user.call('<command format="text">show version</command>').findtext("output")
    assert "Hostname: r1\nModel: mx480\n" in text
    assert '"software-information"' in user.message(
        '<rpc><command format="json">show version</command></rpc>'
    )
    assert '"host-name"' in user.message(
        "<rpc><command>show version | display json | no-more</command></rpc>"
    )
    assert "Hostname: r1" in user.call('<get-software-information format="text"/>').findtext("output")


def test_calls_are_answered_in_turn(user):
    names = ("get-software-information", "get-nothing", "get-system-uptime-information")
    sent = "".join(f'<rpc message-id="{at}"><{name}/></rpc>{MARK}' for at, name in enumerate(names))
    replies = user.send(sent).split(MARK)
    assert ['message-id="0"' in replies[0], "rpc-error" in replies[1], 'message-id="2"' in replies[2]] == [
        True
    ] * 3


def test_what_an_operation_refuses_is_an_error(user):
    reply = user.call("<get-log><filename>none</filename></get-log>")
    assert error_of(reply) == refused("could not resolve file: none")


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("call", "bad"),
    [
        ("<get-nothing/>", "get-nothing"),
        ("<get-software-information><x/></get-software-information>", "x"),
        ("<get-software-information><brief><x/></brief></get-software-information>", "x"),
        ('<get-software-information format="yaml"/>', "yaml"),
        ("<get-software-information><brief>|</brief></get-software-information>", "|"),
        (
            "<get-interface-information><interface-name>terse</interface-name><x/></get-interface-information>",
            "x",
        ),
        ("<get-interface-information><x/></get-interface-information>", "x"),
        ("<get-software-information/><get-software-information/>", "get-software-information"),
        ("", "rpc"),
    ],
)
def test_a_call_that_nothing_has(user, call, bad):
    assert error_of(user.call(call)) == refused("syntax error", bad)


def test_a_command_that_is_none(user):
    assert error_of(user.call("<command>show foo</command>")) == refused(
        "syntax error, expecting <command>", "foo"
    )
    assert error_of(user.call("<command/>"))[3]


@pytest.mark.parametrize(
    "call",
    [
        "<command>show version" + " | no-more" * 2000 + "</command>",
        f"<command>show {'x' * 100_000}</command>",
        f"<get-interface-information><interface-name>{'x' * 100_000}</interface-name></get-interface-information>",
    ],
)
def test_a_command_that_is_too_long_is_not_looked_at(call):
    assert "command line is longer than 8192 bytes" in NetconfUser().message(f"<rpc>{call}</rpc>")


@pytest.mark.parametrize(
    "name", ["get-interface-information", "open-configuration", "get-syslog-events", "command"]
)
def test_a_call_has_no_more_arguments_than_any_may_have(name):
    """Others would wait while they are looked at one by one."""
    reply = NetconfUser().call(f"<{name}>{'<terse/>' * 1000}</{name}>")
    assert reply.findtext("rpc-error/error-message").strip() == "too many arguments"
    assert reply.findtext("rpc-error/error-info/bad-element") == name


def test_a_command_that_is_not_simulated(user):
    message = "command is not valid on the mx480"
    assert error_of(user.call("<get-vrrp-information/>")) == refused(message, "get-vrrp-information")


def test_an_error_is_written_as_clients_look_for_it(user):
    reply = user.message("<rpc><get-nothing/></rpc>")
    assert "\n<rpc-error>\n" in reply
    assert "<ok/>" not in reply
    assert etree.fromstring(reply)[0].tag == f"{{{BASE}}}rpc-error"


def test_who_may_not_run_a_command_may_not_call_it():
    user = NetconfUser(permissions=("trace",), name="monitor")
    assert error_of(user.call("<get-software-information/>"))[3] == "permission denied"
    assert "rpc-error" in user.message("<rpc><command>show version</command></rpc>")


def test_what_is_no_call_is_refused(user):
    assert error_of(etree.fromstring(user.message("<x/>").replace(f'xmlns="{BASE}"', "")))[4] == "x"


def test_a_message_that_is_no_xml_gets_an_error_and_the_session_goes_on(user):
    reply = user.message("<rpc><get-software-information></rpc>")
    assert "<error-type>rpc</error-type>" in reply
    assert "<error-message>\nmessage is not well-formed XML\n</error-message>" in reply
    assert user.call("<get-software-information/>").find("software-information") is not None


def test_a_document_type_ends_the_session(user):
    sent = user.send('<!DOCTYPE rpc [<!ENTITY x SYSTEM "file:///etc/passwd">')
    assert "document type declarations are not allowed" in sent
    assert user.ended
    assert user.send("]><rpc>&x;</rpc>]]>]]>") == ""


def test_a_message_without_an_end_ends_the_session(user, monkeypatch):
    monkeypatch.setattr("junosim.netconf.bounds.MOST_BYTES", 10_000)
    sent = ""
    for _ in range(20):
        sent += user.send("<rpc>" + "x" * 1000)
    assert sent.count("<rpc-error>") == 1
    assert user.ended


def test_a_client_that_does_not_wait_has_an_end(user, monkeypatch):
    monkeypatch.setattr(session, "MOST_WAITING", 100)
    assert "too many calls are waiting" in user.send("x" * 101)
    assert user.ended


def test_a_fault_is_an_internal_error_of_the_call_alone(user, monkeypatch, caplog):
    def broken(caller, call):
        raise RuntimeError("secret place")
        yield

    monkeypatch.setattr(rpc, "CALLS", {"command": broken})
    message = error_of(user.call("<command>show version</command>"))[3]
    assert message.startswith("internal error (")
    assert "secret" not in message
    assert "internal error" in caplog.text
    assert user.call("<get-software-information/>").find("software-information") is not None


# ---------------------------------------------------------------- chunks


def test_chunks_are_spoken_when_both_sides_know_them():
    user = NetconfUser(with_chunks())
    assert CHUNKS in user.hello
    call = '<rpc message-id="1"><close-session/></rpc>'
    hello = f"<hello><capabilities><capability>{CHUNKS}</capability></capabilities></hello>{MARK}"
    reply = user.send(f"{hello}\n\n#{len(call)}\n{call}\n##\n")
    size, _, rest = reply.removeprefix("\n#").partition("\n")
    assert rest[int(size) :].startswith("\n##\n")
    assert "<ok/>" in rest[: int(size)]


def test_marks_are_spoken_with_clients_that_know_no_other():
    user = NetconfUser(with_chunks())
    assert user.send(f"<hello><capabilities/></hello>{MARK}") == ""
    assert "<ok/>" in user.message("<rpc><close-session/></rpc>")


def test_what_is_no_chunk_ends_the_session():
    user = NetconfUser(with_chunks())
    hello = f"<hello><capabilities><capability>{CHUNKS}</capability></capabilities></hello>{MARK}"
    assert "message is not framed" in user.send(f"{hello}<rpc/>")
    assert user.ended


# ---------------------------------------------------------------- ends


def test_close_session_is_answered_and_ends_the_session(user):
    sent = user.send(f'<rpc message-id="1"><close-session/></rpc>{MARK}<rpc message-id="2"/>{MARK}')
    reply, _, rest = sent.partition(MARK)
    assert [part.tag for part in etree.fromstring(reply)] == [f"{{{BASE}}}ok"]
    assert rest == "\n<!-- session end at 2020-07-08 07:00:00 UTC -->\n"
    assert user.ended
    assert user.session.deadline() is None


def test_request_end_session(user):
    assert user.call("<request-end-session/>").find("end-session") is not None
    assert user.ended


def test_the_end_of_input_ends_the_session_behind_the_last_reply(user):
    user.session.feed(f"<rpc><get-software-information/></rpc>{MARK}".encode())
    user.session.eof()
    assert "software-information" in user.read()
    assert user.ended


def test_kill_session_ends_another_one(user):
    other, typist = NetconfUser(user.device), Typist(user.device)
    typist.line("configure exclusive")
    for login in (other.login, typist.login):
        reply = user.call(f"<kill-session><session-id>{login.pid}</session-id></kill-session>")
        assert [part.tag for part in reply] == ["ok"]
    assert "session end" in other.read()
    assert other.ended
    assert typist.login.editor is None


def test_kill_session_refuses_what_it_cannot_do(user):
    def kill(user, number):
        return error_of(user.call(f"<kill-session><session-id>{number}</session-id></kill-session>"))

    assert kill(user, 1) == refused("no such session", "session-id", "invalid-value")
    own = refused("session cannot end itself", "session-id", "invalid-value")
    assert kill(user, user.login.pid) == own
    assert kill(user, "")[1] == "missing-element"
    other = NetconfUser(user.device, permissions=("view",), name="read-only")
    assert kill(other, user.login.pid) == refused("permission denied", "kill-session", "access-denied")
    assert not user.login.expelled


def test_a_closed_session_is_gone_from_the_device(user):
    assert user.login in list(user.device.logins)
    user.session.feed(b"<rpc><get-software-information/>")
    user.session.closed()
    assert user.login not in list(user.device.logins)
    user.session.feed(b"</rpc>]]>]]>")
    assert user.session.output() == b""


def test_commands_that_only_say_something_do_so(user):
    assert user.call("<command>help reference system login</command>").find("output") is not None
    assert user.call("<command>show cli history</command>").tag == "rpc-reply"
    assert user.call("<command>quit</command>").find("end-session") is not None
    assert user.ended

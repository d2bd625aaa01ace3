"""Calls of programs are logged with name, attributes and arguments, and without secrets (R-AUD-005, R-AUD-023)."""

from __future__ import annotations

import pytest

from netconf_session import NetconfUser

SECRET = "Hush-12345"

CALLS = [
    ("<get-software-information/>", "get-software-information"),
    (
        "<get-interface-information><interface-name>fxp0</interface-name><terse/></get-interface-information>",
        "get-interface-information interface-name=fxp0 terse",
    ),
    ('<command format="text">show version</command>', "show version"),
    (f"<command>show x password {SECRET}</command>", "show x password /* SECRET-DATA */"),
    ("<open-configuration><private/></open-configuration>", "open-configuration private"),
    (
        f'<load-configuration action="set" format="text"><configuration-set>set system radius-server 1.2.3.4 secret '
        f"{SECRET}</configuration-set></load-configuration>",
        'load-configuration action="set" format="text"',
    ),
    (
        f"<load-configuration><configuration-set>set system radius-server 1.2.3.4 secret {SECRET}"
        "</configuration-set></load-configuration>",
        "load-configuration configuration-set=/* SECRET-DATA */",
    ),
    (
        f"<edit-config><target><candidate/></target><config><configuration><system><a>{SECRET}</a></system>"
        "</configuration></config></edit-config>",
        "edit-config cannot reconstruct arguments",
    ),
    (f"<request-login><password>{SECRET}</password></request-login>", "request-login password=/* SECRET-DATA */"),
    ("<nonsense a='$9$abcdefgh'>x</nonsense>", 'nonsense a="/* SECRET-DATA */"'),
]  # fmt: skip


@pytest.mark.parametrize(("call", "shown"), CALLS)
def test_a_call_is_logged_before_it_is_carried_out(call, shown):
    user = NetconfUser()
    user.call(call)
    told = [event for event in user.device.audit.journal if event.kind.key == "ui-netconf-command"]
    assert [event.text for event in told] == [f"User 'lab' used NETCONF client to run command '{shown}'"]
    assert told[0].pid == user.login.pid
    assert SECRET not in "".join(event.text for event in user.device.audit.journal)


def test_of_a_long_command_the_beginning_is_told_and_no_half_of_a_secret():
    user = NetconfUser()
    user.call(f"<command>show password {'x' * 8000} $9$abcdefgh {'$9$abcdefgh' * 1000}</command>")
    (told,) = (event.text for event in user.device.audit.journal if event.kind.key == "ui-netconf-command")
    assert told.startswith("User 'lab' used NETCONF client to run command 'show password /* SECRET-DATA */")
    assert "$9$" not in told
    assert "xx" not in told


def test_of_many_arguments_the_first_are_told():
    user = NetconfUser()
    user.call("<nonsense>" + "<a>x</a>" * 1000 + "<b><c/></b></nonsense>")
    (told,) = (event.text for event in user.device.audit.journal if event.kind.key == "ui-netconf-command")
    assert told.count("a=x") == 64


def test_a_long_argument_is_cut_and_many_are_not_all_told():
    user = NetconfUser()
    user.call("<nonsense>" + f"<a>{'x' * 9000}</a>" * 100 + "</nonsense>")
    (told,) = (event.text for event in user.device.audit.journal if event.kind.key == "ui-netconf-command")
    assert len(told) < 10_000

"""A NETCONF session on a fresh device without sockets: send messages, and read the replies."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from cli_session import make_device
from junosim.access.classes import LoginClass
from junosim.netconf.session import NetconfSession

MARK = "]]>]]>"
CHUNKS = "urn:ietf:params:netconf:base:1.1"
GUIDE_HELLO = """\
<!-- No zombies were killed during the creation of this user interface -->
<!-- user syslog-mon, class j-monitor -->
<hello>
<capabilities>
<capability>urn:ietf:params:xml:ns:netconf:base:1.0</capability>
<capability>urn:ietf:params:xml:ns:netconf:capability:candidate:1.0</capability>
<capability>urn:ietf:params:xml:ns:netconf:capability:confirmed-commit:1.0</capability>
<capability>urn:ietf:params:xml:ns:netconf:capability:validate:1.0</capability>
<capability>urn:ietf:params:xml:ns:netconf:capability:url:1.0?protocol=http,ftp,file</capability>
<capability>http://xml.juniper.net/netconf/junos/1.0</capability>
<capability>http://xml.juniper.net/dmi/system/1.0</capability>
</capabilities>
"""
"""The hello of the guide of the switches, up to the number of its session (T-HELLO)."""


class NetconfUser:
    """One user at one session, whose hello is read already; `device` may be shared with others."""

    def __init__(self, device=None, user="lab", permissions=("all",), name="super-user"):
        self.device = device or make_device()
        self.login = self.device.logins.open(user, "192.0.2.9", terminal=False)
        self.login.login_class = LoginClass(name, frozenset(permissions))
        self.session = NetconfSession(self.device, self.login)
        self.hello = self.read()

    def read(self):
        """What came since the last call."""
        clock, session = self.device.clock, self.session
        sent = session.output()
        while (deadline := session.deadline()) is not None and deadline <= clock.monotonic():
            session.wake()
            sent += session.output()
        return sent.decode()

    def send(self, text):
        self.session.feed(text.encode())
        return self.read()

    def message(self, text):
        """Send one message; the text of the one reply."""
        reply, mark, rest = self.send(text + MARK).partition(MARK)
        assert mark
        assert MARK not in rest
        return reply

    def call(self, text, attributes=""):
        """Call with this element; the reply as an element, its texts without the line ends around them."""
        reply = etree.fromstring(self.message(f"<rpc{attributes}>{text}</rpc>"))
        for found in reply.iter():
            found.tag = etree.QName(found).localname
        return reply

    @property
    def ended(self):
        return [type(effect).__name__ for effect in self.session.effects()] == ["Hangup"]


def with_chunks():
    """A device of a platform that offers NETCONF 1.1."""
    device = make_device()
    hello = device.platform.netconf_hello
    offered = replace(hello, capabilities=(*hello.capabilities, CHUNKS))
    device.platform = replace(device.platform, netconf_hello=offered)
    return device

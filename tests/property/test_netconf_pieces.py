"""NETCONF in pieces: however the bytes come, the messages are the same; whatever comes, a session has an answer."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cli_session import make_device
from junosim.netconf.framing import MARK as END
from junosim.netconf.framing import Border, Chunks, EndMarks
from junosim.netconf.reading import Malformed, MessageReader
from netconf_session import MARK, NetconfUser

_DEVICE = make_device()
_WORDS = st.sampled_from(
    [
        "<a>", "</a>", "<a/>", "<rpc>", "</rpc>",
        "<!DOCTYPE a [", "<!ENTITY x 'y'>", "]>", "&x;", "&amp;", "<!--", "-->",
        "<![CDATA[", "]]>",
        "<?xml version='1.0'?>", "<?", "?>", "<", ">", "'", '"', "=", " b='", "/", "x", "\n", "\0",
        "</document>", "<document>", "nc:", "junos:", "<command>", "</command>", "show version", "ü", MARK,
        "<get-software-information/>", "<hello/>",
    ]
)  # fmt: skip
_TEXTS = st.lists(_WORDS, max_size=12).map("".join)


def _cut(data, places):
    borders = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(borders)]


def _messages(framing, pieces):
    found, now = [], b""
    for piece in pieces:
        for part in framing.parts(piece):
            if isinstance(part, Border):
                found.append((part, now))
                now = b""
            else:
                now += part
    return found, now + framing.rest()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=20)), st.lists(st.integers(0, 500), max_size=8))
def test_marks_in_any_pieces(texts, places):
    wire = END.join(texts)
    found, rest = _messages(EndMarks(), _cut(wire, places))
    assert ([text for _, text in found], rest) == (wire.split(END)[:-1], wire.split(END)[-1])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=30), max_size=5), st.lists(st.integers(0, 500), max_size=8))
def test_chunks_in_any_pieces(texts, places):
    wire = b"".join(Chunks().framed(text) for text in texts)
    found, rest = _messages(Chunks(), _cut(wire, places))
    assert (found, rest) == ([(Border.END, text) for text in texts], b"")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60).map(lambda rest: b"\n#" + rest), st.lists(st.integers(0, 70), max_size=5))
def test_whatever_comes_for_chunks_is_the_same_in_any_pieces(wire, places):
    one, other = Chunks(), Chunks()
    found, now = _messages(one, [wire])
    again, after = _messages(other, _cut(wire, places))
    assert (found, now) == (again, after)


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.lists(st.integers(0, 200), max_size=6))
def test_a_message_is_the_same_in_any_pieces(text, places):
    whole, pieces = MessageReader(), MessageReader()
    data = text.encode()
    whole.feed(data)
    for piece in _cut(data, places):
        pieces.feed(piece)
    one, other = whole.close(), pieces.close()
    if isinstance(one, etree._Element):
        assert etree.tostring(one) == etree.tostring(other)
    elif isinstance(one, Malformed) and one.is_fatal:
        assert isinstance(other, Malformed)  # the parser may have found a fault before the bounds did
    else:
        assert one == other


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_whatever_comes_has_well_formed_replies(text):
    user = NetconfUser(_DEVICE)
    sent = user.send(f"{text}{MARK}")
    user.session.closed()
    for reply in sent.split(MARK):
        bare = reply.partition("<!-- session end")[0]
        if bare.strip():
            assert etree.fromstring(bare).tag.endswith("rpc-reply")
    assert "internal error" not in sent

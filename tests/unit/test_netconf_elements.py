"""The stream of the Junos XML protocol taken apart into messages, in pieces of any size, with bounds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junosim.netconf.bounds import LONGEST_TAG
from junosim.netconf.elements import Elements
from junosim.netconf.framing import Border

HEAD = b'<?xml version="1.0" encoding="us-ascii"?>\n<!-- a --><junoscript version="1.0" hostname="x">\n'


def messages(*pieces, trailers=False):
    """What comes of these pieces: the messages, and the last border if it is another one."""
    reader, found, part = Elements(has_trailers=trailers), [], b""
    for piece in pieces:
        for item in reader.parts(piece):
            if item is Border.END:
                found.append(part)
                part = b""
            elif isinstance(item, Border):
                found.append(item)
            else:
                part += item
    return found


STREAM = (
    HEAD
    + b"<rpc a='>'><a><b x=\"/>\"/><![CDATA[</rpc> ]] ]]></a><!-- <c> --></rpc>]]>]]>\n<!-- between --><abort/>"
    b" text <rpc/>\n<rpc>&lt;</rpc></junoscript>"
)
EXPECTED = [
    b"<rpc a='>'><a><b x=\"/>\"/><![CDATA[</rpc> ]] ]]></a><!-- <c> --></rpc>", b"<abort/>", b"<rpc/>",
    b"<rpc>&lt;</rpc>", Border.LAST,
]  # fmt: skip


def test_messages_end_with_their_elements():
    assert messages(STREAM) == EXPECTED


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_pieces_make_no_difference(sizes):
    pieces, at = [], 0
    for size in sizes:
        pieces.append(STREAM[at : at + size])
        at += size
    assert messages(*pieces, STREAM[at:]) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [b"<rpc><x/></rpc>", b"hello", b"<?xml version='1.0'?><rpc>", b"<?xml version='1.0'?>words", b" " * 5000,
     b"<?xml version='1.0'?>" + b"<junoscript " + b"a" * 5000],
)  # fmt: skip
def test_a_stream_begins_with_declaration_and_root(text):
    assert messages(text) == [Border.BROKEN]


def test_what_does_not_end_is_not_kept():
    reader = Elements(has_trailers=False)
    list(reader.parts(HEAD))
    for begin in (b"<rpc><![CDATA[", b"]]><a><!--", b"-->text"):
        passed = len(begin) + 200 * 1000
        given_on = sum(len(part) for part in reader.parts(begin + b"x" * 1000) if isinstance(part, bytes))
        for _ in range(199):
            given_on += sum(len(part) for part in reader.parts(b"x" * 1000) if isinstance(part, bytes))
        assert given_on > passed - 100
        assert len(reader.rest()) < 10


def test_a_tag_without_end_goes_to_the_reader():
    found = messages(HEAD, b"<rpc><a ", b"b" * (LONGEST_TAG + 1))
    assert found == []
    reader = Elements(has_trailers=False)
    parts = [*reader.parts(HEAD), *reader.parts(b"<rpc><a " + b"b" * (LONGEST_TAG + 1))]
    assert sum(len(part) for part in parts) > LONGEST_TAG


def test_a_document_type_is_a_message_of_its_own():
    assert messages(HEAD, b'<!DOCTYPE x [<!ENTITY a "b">]>')[0].startswith(b"<!DOCTYPE")


def test_trailers_are_sent_where_they_are_wanted():
    assert Elements(has_trailers=True).framed(b"x\n") == b"x\n]]>]]>\n"
    assert Elements(has_trailers=False).framed(b"x\n") == b"x\n"

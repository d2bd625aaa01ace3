"""Where messages end: `]]>]]>`, and the chunks of RFC 6242."""

import pytest

from junosim.netconf.framing import Border, Chunks, EndMarks


def messages(framing, *pieces):
    """The messages in these pieces, and the bytes of the one that is not complete."""
    found, now = [], b""
    for piece in pieces:
        for part in framing.parts(piece):
            if part is Border.END:
                found.append(now)
                now = b""
            elif part is Border.BROKEN:
                return [*found, Border.BROKEN]
            else:
                now += part
    return [*found, now]


def test_marks_end_messages():
    assert messages(EndMarks(), b"<a/>]]>]]>\n<b/>]]>]]><c") == [b"<a/>", b"\n<b/>", b"<c"]


def test_a_mark_may_come_byte_by_byte():
    assert messages(EndMarks(), *(bytes([byte]) for byte in b"<a/>]]>]]>b")) == [b"<a/>", b"b"]


def test_what_only_begins_like_a_mark_is_text():
    assert messages(EndMarks(), b"a]]>]", b"]x]]>", b"]]", b"]>]]>") == [b"a]]>]]x]]>]", b""]


def test_the_reader_of_marks_keeps_no_more_than_the_beginning_of_one():
    framing = EndMarks()
    assert b"".join(framing.parts(b"x" * 1000 + b"]]>]]")) == b"x" * 1000
    assert framing.rest() == b"]]>]]"
    assert framing.rest() == b""


def test_chunks_make_messages():
    assert messages(Chunks(), b"\n#4\n<rpc\n#3\n/>!\n##\n\n#1\nx") == [b"<rpc/>!", b"x"]


def test_chunks_may_come_byte_by_byte():
    wire = b"\n#4\n<rpc\n#12\n/>\n##\n\n#1\nx!\n##\n"
    assert messages(Chunks(), *(bytes([byte]) for byte in wire)) == [b"<rpc/>\n##\n\n#1\nx!", b""]


@pytest.mark.parametrize(
    "wire",
    [
        b"<rpc/>", b"\n#0\n", b"\n#01\nx", b"\n#-1\n", b"\n#4294967296\n", b"\n#99999999999\n", b"\n##\n", b"\n#4 \n",
        b"\n#\n", b"\n#2\nabc", b"\r\n#1\nx", b"#1\nx",
    ],
)  # fmt: skip
def test_what_is_no_chunk_breaks_the_framing_for_good(wire):
    framing = Chunks()
    assert messages(framing, wire)[-1] is Border.BROKEN
    assert list(framing.parts(b"\n#1\nx\n##\n")) == []


def test_the_beginning_of_a_chunk_is_waited_for_but_not_for_long():
    assert messages(Chunks(), b"\n#429496729") == [b""]
    assert messages(Chunks(), b"\n#" + b"1" * 11) == [Border.BROKEN]


def test_line_ends_between_messages_do_not_matter():
    assert messages(Chunks(), b"\n", b"\n\n#1\nx\n##\n\n\n\n#1\ny\n##\n") == [b"x", b"y", b""]


@pytest.mark.parametrize("framing", [EndMarks, Chunks])
def test_what_is_framed_can_be_read(framing):
    wire = framing().framed("<a>ü</a>\n".encode())
    assert messages(framing(), wire)[0] == "<a>ü</a>\n".encode()

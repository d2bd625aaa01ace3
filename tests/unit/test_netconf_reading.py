"""Messages from outside: what is no XML, or too much of it."""

import pytest
from lxml import etree

from junosim.netconf import bounds
from junosim.netconf.reading import Malformed, MessageReader, child, local_name, text_of

ILL_FORMED = Malformed("message is not well-formed XML")
NO_DOCTYPE = Malformed("document type declarations are not allowed", is_fatal=True)
TOO_LARGE = Malformed("message is too large", is_fatal=True)
TOO_DEEP = Malformed("elements are nested too deeply", is_fatal=True)
LONG_TAG = Malformed("element has too many attributes", is_fatal=True)


def read(*pieces):
    reader = MessageReader()
    for piece in pieces:
        reader.feed(piece if isinstance(piece, bytes) else piece.encode())
    return reader.close()


@pytest.mark.parametrize(
    "text",
    [
        "<rpc a='>'/>", '<?xml version="1.0" encoding="UTF-8"?>\n<rpc></rpc>', "\ufeff<rpc/>",
        "\n <!-- <x> --><rpc/>\n",
        "<nc:rpc/>", '<q:rpc xmlns:q="u:q"/>', "<rpc><![CDATA[<!DOCTYPE x>]]></rpc>", "<?pi <!DOCTYPE x> ?><rpc/>",
        "<rpc><!-- <!DOCTYPE x> --></rpc>",
    ],
)  # fmt: skip
def test_what_is_a_message(text):
    data = text.encode()
    for message in (read(text), read(*(data[at : at + 1] for at in range(len(data))))):
        assert isinstance(message, etree._Element)
        assert local_name(message) == "rpc"


def test_children_are_found_by_their_local_names():
    message = read("<rpc><nc:a> x\n</nc:a><b/></rpc>")
    assert text_of(child(message, "a")) == "x"
    assert text_of(child(message, "b")) == text_of(child(message, "c")) == ""


@pytest.mark.parametrize("text", ["", " \n", "<!-- nothing -->", '<?xml version="1.0"?>'])
def test_what_says_nothing_is_no_message(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["<a/><b/>", "x", "<a/>x", "x<a/>"])
def test_a_message_is_one_element(text):
    assert read(text) == Malformed("message is not one XML element")


@pytest.mark.parametrize(
    "text",
    [
        "<a>", "<a></b>", "<a", "</document>", "</document><document>", "<a b=1/>", "<a>&x;</a>", "<a b='&x;'/>",
        "<a>&#0;</a>", "<a\0/>", b"<a>\xff</a>", "<x:a/>", "<a b='' b=''/>", "<!-- -- --><a/>", "<a><![CDATA[",
        " <?xml version='1.0'?><?xml version='1.0'?><a/>", "<a/>".encode("utf-16"), "<>", "< a/>",
    ],
)  # fmt: skip
def test_what_is_not_well_formed(text):
    assert read(text) == ILL_FORMED


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]><a>&x;</a>',
        "<a><!DOCTYPE a></a>",
        "</document><!DOCTYPE a><document>",
    ],
)
def test_no_document_type_is_read(text):
    assert read(text) in (NO_DOCTYPE, ILL_FORMED)
    assert read(*(text.encode()[at : at + 1] for at in range(len(text)))) in (NO_DOCTYPE, ILL_FORMED)


def test_the_beginning_of_a_document_type_is_enough():
    reader = MessageReader()
    reader.feed(b"<!DOC")
    assert reader.problem == NO_DOCTYPE
    reader.feed(b"TYPE a><a/>")
    assert reader.close() == NO_DOCTYPE


def test_depth_is_bounded():
    most = bounds.MOST_LEVELS
    assert local_name(read("<a>" * most + "</a>" * most)) == "a"
    assert read("<a>" * (most + 1)) == TOO_DEEP
    assert local_name(read("<a>" + "<b/>" * (most + 1) + "<b></b>" * (most + 1) + "</a>")) == "a"


def test_attributes_are_bounded():
    given = [f"a{number}='>'" for number in range(bounds.MOST_ATTRIBUTES)]
    assert local_name(read(f"<a {' '.join(given)}/>")) == "a"
    assert read(f"<a {' '.join(given)} b=''/>") == LONG_TAG


@pytest.mark.parametrize("tag", ["<a b='{}'/>", "<a{}/>", "<a {}/>"])
def test_the_length_of_a_tag_is_bounded(tag):
    text = tag.format(" " * bounds.LONGEST_TAG)
    assert read(text) == LONG_TAG
    assert read(*(text[at : at + 1000] for at in range(0, len(text), 1000))) == LONG_TAG


def test_the_number_of_elements_is_bounded(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_NODES", 10)
    assert local_name(read("<a>" + "<b/>" * 9 + "</a>")) == "a"
    assert read("<a>" + "<b/>" * 10 + "</a>") == TOO_LARGE
    assert read("<a>" + "<b c=''/>" * 6) == TOO_LARGE


def test_the_size_is_bounded_in_texts_comments_and_open_quotes(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_BYTES", 1000)
    for text in ("<a>" + "x" * 998, "<!--" + "x" * 997, "<![CDATA[" + "x" * 992, " " * 990 + "<a></a>" * 2):
        assert read(text.strip() if text.startswith("<") else "<x/>" + text) == TOO_LARGE


def test_a_long_text_is_no_tag():
    text = "x > y\n" * 20_000
    assert text_of(read(f"<a>{text}</a>")) == text.strip()
    assert text_of(read(f"<a><![CDATA[{text}]]></a>")) == text.strip()

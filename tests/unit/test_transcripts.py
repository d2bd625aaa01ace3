"""Transcripts: their written form, the recorder, and playing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_session import Typist, make_device
from junosim.assemble.rehearsal import rehearse
from junosim.clock import ManualClock
from junosim.transcripts.escapes import escaped, unescaped
from junosim.transcripts.recorder import Recorder
from junosim.transcripts.steps import (
    Ended,
    InputEnded,
    Login,
    Powered,
    Resized,
    Shown,
    Transcript,
    TranscriptError,
    Typed,
    Vanished,
    Waited,
    merged,
)
from junosim.transcripts.written import read, write

DATA = st.one_of(
    st.binary(min_size=1, max_size=30),
    st.text(st.sampled_from("ab \\\r\n\a\b\x1b\x7fé漢\u2028\x85"), min_size=1, max_size=30).map(str.encode),
)
SESSION = st.integers(1, 2)
STEP = st.one_of(
    st.builds(Typed, SESSION, DATA),
    st.builds(Shown, SESSION, DATA),
    st.builds(Resized, SESSION, st.integers(0, 999), st.integers(0, 999)),
    st.builds(InputEnded, SESSION),
    st.builds(Vanished, SESSION),
    st.builds(Ended, SESSION, st.integers(0, 255)),
    st.builds(Waited, st.integers(0, 9999)),
    st.builds(Powered, st.sampled_from(["disk", "usb"])),
)
LOGINS = [Login(1, "lab"), Login(2, "lab", "", 0, 0, "show version | match \\")]


@given(DATA)
def test_escapes_lose_nothing(data):
    text = escaped(data)
    assert unescaped(text) == data
    assert text == text.rstrip()
    assert len(text.splitlines()) <= 1


@pytest.mark.parametrize("text", ["a\\", "\\q", "\\xzz"])
def test_unknown_escapes_are_refused(text):
    with pytest.raises(ValueError, match="no such escape"):
        unescaped(text)


@given(st.lists(STEP, max_size=12))
def test_what_was_written_is_read_back(steps):
    steps = tuple(merged([*LOGINS, *steps]))
    transcript = Transcript(("one", "two"), "a source", "mx480", "r1", 1594191600.0, ("set a",), steps)
    assert read(write(transcript)) == transcript


def test_the_written_form():
    steps = (
        Login(1, "lab", "vt100", 80, 24), Shown(1, b"lab@r1> "), Typed(1, b"show\rquit\r\x03"),
        Shown(1, b"one\r\n\a\r\n"), Waited(60.0), Ended(1, 0),
    )  # fmt: skip
    assert write(Transcript(("A title",), "a capture", host="r1", steps=steps)).splitlines() == [
        "# A title",
        "source: a capture",
        "platform: mx480",
        "host: r1",
        "time: 2020-07-08 07:00:00 UTC",
        "",
        "! login 1 lab vt100 80x24",
        "| lab@r1>\\s\\",
        "> show",
        "+ quit",
        "+ \\^C\\",
        "| one",
        "| \\a",
        "! wait 60",
        "! ended 0",
    ]


@pytest.mark.parametrize(
    "line",
    ["what", "colour: red", "! dance", "! login 1", "! resize x", "| early", "+ early", "> \\q", "time: now"],
)
def test_what_is_no_transcript_is_refused_with_its_line(line):
    with pytest.raises(TranscriptError, match=r"line 2: .* cannot be read"):
        read(f"# title\n{line}\n")


@pytest.mark.parametrize(
    "steps",
    [
        (Typed(1, b"x"),),
        (Login(1, "nobody"),),
        (Login(1, "fips-user"), Login(1, "fips-user")),
        (Waited(1e9),),
        (Powered("floppy"),),
    ],
)
def test_what_cannot_be_played_is_refused(steps):
    with pytest.raises(TranscriptError):
        rehearse(Transcript(steps=steps))


def test_playing_gives_the_answers_of_today():
    steps = (Login(1, "crypto-officer"), Typed(1, b"show cli directory\r"), Shown(1, b"of yesterday"))
    played = rehearse(Transcript(host="r1", steps=steps))
    shown = b"".join(step.data for step in played.steps if isinstance(step, Shown))
    assert b"Current directory: /var/home/crypto-officer\r\n\r\ncrypto-officer@r1> " in shown
    assert rehearse(played) == played


def test_time_passes_from_deadline_to_deadline():
    steps = (Login(1, "crypto-officer"), Typed(1, b"set cli idle-timeout 2\r"), Waited(500.0))
    played = rehearse(Transcript(steps=steps)).steps
    assert played[-1] == Ended(1, 1)
    assert played[-2].data.count(b"Warning: session will be closed") == 2


def test_a_recorded_session_plays_back():
    clock, kept = ManualClock(), []
    device = make_device(clock=clock)
    recorder = Recorder(Transcript(), clock, kept.append)
    typist = Typist(device)
    session = recorder.record(typist.session, Login(0, "lab", "vt100", 200, 1000))
    session.feed(b"show cli directory\r")
    shown = session.output()
    clock.advance(90.5)
    session.resize(80, 24)
    session.feed(b"quit\r")
    more = session.output()
    session.effects()
    session.eof()
    session.closed()
    assert kept[-1].steps == (
        Login(1, "lab", "vt100", 200, 1000), Typed(1, b"show cli directory\r"), Shown(1, shown), Waited(90),
        Resized(1, 80, 24), Typed(1, b"quit\r"), Shown(1, more), Ended(1, 0), InputEnded(1),
    )  # fmt: skip


SECRETS = "configure\rset system root-authentication plain-text-password\r"


@pytest.mark.parametrize(
    ("pieces", "typed"),
    [
        ([SECRETS, "Abc-12\r", "Abc-12\r"], SECRETS + "******\r******\r"),
        ([SECRETS + "Abc-12\rAbc-12\rshow\r"], SECRETS + "******\r******\rshow\r"),
        ([SECRETS, *"Abc-12\r", *"Abc-13\r"], SECRETS + "******\r******\r"),
        ([SECRETS, "Abx\x7fc-12\r", "Abc-12\r"], SECRETS + "********\r******\r"),
        ([SECRETS, "Abc", "\x03", "Abc\r"], SECRETS + "***\x03Abc\r"),
        ([SECRETS, "Abc-12\r\x03"], SECRETS + "******\r\x03"),
        ([SECRETS, "\r"], SECRETS + "\r"),
        (["start shell user root\r", "wrong\r"], "start shell user root\r*****\r"),
    ],
)
def test_what_is_typed_unseen_is_not_recorded(make_junos_device, tmp_path, pieces, typed):
    """R-CSP-005."""
    path = tmp_path / "sessions.txt"
    device = make_junos_device(clock=ManualClock(), record=path)
    with device.session() as session:
        for piece in pieces:
            session.send(piece)
        session.send("\x04")
    steps = read(path.read_text()).steps
    found = b"".join(step.data for step in steps if isinstance(step, Typed)).decode()
    assert found.removesuffix("\x04") == typed


def test_a_served_device_is_recorded(make_junos_device, tmp_path):
    path = tmp_path / "sessions.txt"
    device = make_junos_device(clock=ManualClock(), record=path)
    with device.session() as session:
        session.send("show cli directory\r")
        device.advance(5)
        session.send("\x04")
    device.cli("show version | match Model")
    transcript = read(path.read_text())
    assert [step for step in transcript.steps if not isinstance(step, Shown)] == [
        Login(1, "crypto-officer", "vt100", 80, 24), Typed(1, b"show cli directory\r"), Waited(5),
        Typed(1, b"\x04"), Vanished(1), Login(2, "crypto-officer", "", 0, 0, "show version | match Model"),
        Ended(2, 0),
    ]  # fmt: skip
    assert Shown(2, b"Model: mx480\n") in transcript.steps

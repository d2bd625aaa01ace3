"""Where log messages may go: the texts that name collectors, and looking up where they are."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from junosim.servers.collectors import Address, Collector, CollectorError, Collectors

V4, V6 = socket.AF_INET, socket.AF_INET6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5514", Collector("127.0.0.1", 5514)),
        ("192.0.2.9", Collector("192.0.2.9")),
        ("192.0.2.9:5514", Collector("192.0.2.9", 5514)),
        ("2001:db8::9", Collector("2001:db8::9")),
        ("[2001:db8::9]:5514", Collector("2001:db8::9", 5514)),
        ("[2001:db8::9]", Collector("2001:db8::9")),
        ("collector.lab", Collector("collector.lab")),
        ("collector.lab:5514", Collector("collector.lab", 5514)),
    ],
)
def test_texts_that_name_a_collector(text, expected):
    assert Collectors([text]).of(["10.0.0.1"]) == expected
    named = Collectors([f"loghost={text}"])
    assert named.of(["loghost"]) == expected
    assert named.of(["10.0.0.1"]) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is no PORT"),
        ("0", "ports are 1 to 65535"),
        ("127.0.0.1:65536", "ports are 1 to 65535"),
        ("127.0.0.1:" + "9" * 5000, "ports are 1 to 65535"),
        ("127.0.0.1:", "is no PORT"),
        ("[::1", "is no PORT"),
        ("[loghost]:514", "no name of a host"),
        ("a b", "no name of a host"),
        ("/dev/log", "no name of a host"),
        ("=5514", "names no host"),
        ("loghost=", "is no PORT"),
    ],
)
def test_texts_that_name_none(text, problem):
    with pytest.raises(CollectorError, match=problem):
        Collectors([text])


def test_two_collectors_for_one_host_are_refused():
    for texts in (["5514", "5515"], ["2001:db8::9=5514", "2001:DB8:0::9=5515"], ["a=1", "A=2"]):
        with pytest.raises(CollectorError, match="is the second one"):
            Collectors(texts)


def test_a_named_host_comes_before_all_others():
    collectors = Collectors(["5514", "2001:db8::9=5515"])
    assert collectors.of(["loghost", "2001:DB8:0:0::9"]) == Collector("127.0.0.1", 5515)
    assert collectors.of(["loghost"]) == Collector("127.0.0.1", 5514)
    assert Collectors().of(["127.0.0.1"]) is None


async def test_addresses_are_known_at_once_and_names_later():
    collectors = Collectors(ask=lambda name: Address(V4, f"192.0.2.{len(name)}"))
    found = []
    loop = asyncio.get_running_loop()
    collectors.find(Collector("127.0.0.1"), loop, found.append)
    collectors.find(Collector("::1"), loop, found.append)
    assert found == [Address(V4, "127.0.0.1"), Address(V6, "::1")]
    answers = [loop.create_future() for _ in range(2)]
    for answer in answers:
        collectors.find(Collector("loghost"), loop, answer.set_result)
    assert await asyncio.gather(*answers) == [Address(V4, "192.0.2.7")] * 2


async def test_a_name_that_takes_long_holds_nobody_and_is_asked_for_once():
    over = threading.Event()
    asked = []

    def ask(name):
        asked.append(name)
        over.wait(10)
        return Address(V4, "192.0.2.9")

    collectors = Collectors(ask=ask)
    loop = asyncio.get_running_loop()
    slow, quick = [loop.create_future() for _ in range(100)], loop.create_future()
    for answer in slow:
        collectors.find(Collector("slow.lab"), loop, answer.set_result)
    collectors.find(Collector("192.0.2.1"), loop, quick.set_result)
    assert quick.done()
    over.set()
    assert len(await asyncio.gather(*slow)) == 100
    assert asked == ["slow.lab"]


async def test_a_name_that_the_host_does_not_know():
    answer = asyncio.get_running_loop().create_future()
    Collectors().find(Collector("no-such-host.invalid"), asyncio.get_running_loop(), answer.set_result)
    assert await answer is None


def test_an_answer_that_comes_after_the_end_of_the_loop_hurts_nobody():
    over, done = threading.Event(), threading.Event()

    def ask(_name):
        over.wait(10)
        done.set()

    async def main():
        Collectors(ask=ask).find(Collector("slow.lab"), asyncio.get_running_loop(), pytest.fail)

    asyncio.run(main())
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "junosim-names")
    over.set()
    thread.join(5)
    assert done.is_set()

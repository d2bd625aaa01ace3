"""The command tree of the release that the MX480 runs, walked as the CLI walks it."""

from __future__ import annotations

import pytest

from junosim.app.coverage import commands
from junosim.cli.command import FORMS
from junosim.errors import SyntaxProblem
from junosim.operations.registry import OPERATIONS
from junosim.schema.node import Flag, Kind, Node
from junosim.schema.release import Release, load
from junosim.schema.walk import Walker


@pytest.fixture(scope="module")
def release() -> Release:
    return load("mx19")


def walk(root: Node, line: str) -> Walker:
    return Walker(root).feed_all(line.split())


def answers(walker: Walker) -> str:
    """The handler or RPC of the command that a line names."""
    path = walker.path
    last = path[-1].node if path and path[-1].node.kind is Kind.CONTAINER else walker.level
    return last.attributes.get("handler") or last.attributes.get("rpc", "")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("show version", "system.version"),
        ("sh ver", "system.version"),
        ("show version local", "system.version"),
        ("show version detail", "system.version"),
        ("show system uptime", "system.uptime"),
        ("show system users no-resolve", "system.users"),
        ("show cli", "cli.show"),
        ("show cli directory", "cli.show-directory"),
        ("show configuration", "show.configuration"),
        ("sh conf", "show.configuration"),
        ("set cli screen-length 0", "cli.set-screen-length"),
        ("set cli screen-width 511", "cli.set-screen-width"),
        ("set cli complete-on-space off", "cli.set-complete-on-space"),
        ("set cli idle-timeout 5", "cli.set-idle-timeout"),
        ("set cli prompt lab>", "cli.set-prompt"),
        ("set cli timestamp", "cli.set-timestamp"),
        ("set cli timestamp disable", "cli.set-timestamp"),
        ("set cli terminal ansi", "cli.set-terminal"),
        ("set cli directory /var/tmp", "cli.set-directory"),
        ("set cli restart-on-upgrade off", "cli.set-restart-on-upgrade"),
        ("set date 201803202034.00", "set.date"),
        ("configure", "cli.configure"),
        ("conf exclusive", "cli.configure"),
        ("edit", "cli.configure"),
        ("quit", "cli.quit"),
        ("exit", "cli.quit"),
        ("show interfaces ge-0/0/0 terse", "show.interfaces"),
        ("show route protocol bgp", "show.route"),
        ("show bgp sum", "protocols.bgp"),
        ("show chassis hardware det", "chassis.hardware"),
        ("show chassis alarms", "chassis.alarms"),
        ("show log messages", "log.show"),
        ("file show /var/log/messages", "file.show"),
        ("ping 192.0.2.1 count 5 rapid", "network.ping"),
        ("request system software add /var/tmp/x.tgz no-validate", "software.add"),
        ("request system software delete x.tgz", "software.delete"),
        ("request system reboot", "system.stop"),
        ("request system zeroize", "system.zeroize"),
        ("request vmhost zeroize no-forwarding", "system.zeroize-vmhost"),
        ("request vmhost software add x.tgz", "software.add-on-host"),
        ("request vmhost reboot", "system.stop-vmhost"),
        ("request system fips self-test", "fips.self-test"),
        ("show services ipsec-vpn ike security-associations detail", "services.ike-associations"),
        ("show services ipsec-vpn ipsec security-associations detail", "services.ipsec-associations"),
        ("show security alarms", "get-security-alarm-information"),
        ("help apropos bgp", "help.apropos"),
    ],
)
def test_commands_of_the_guides_and_of_clients(release: Release, line: str, answer: str):
    walker = walk(release.commands, line)
    assert walker.is_complete
    assert answers(walker) == answer


@pytest.mark.parametrize(
    "line",
    [
        "set cli screen-length 100001",
        "set cli terminal vt52",
        "show nonsense",
        "set cli complete-on-space yes",
    ],
)
def test_wrong_words_are_refused(release: Release, line: str):
    with pytest.raises(SyntaxProblem):
        walk(release.commands, line)


@pytest.mark.parametrize(("name", "count"), [("mx19", 5276), ("qfx20", 4693)])
def test_no_generated_command_is_lost(name: str, count: int):
    """The facts of 19.1R1 MX have 5,322 RPCs, of which 5,276 have a command; those of 20.2R1 QFX 4,693 of 4,728."""
    seen: list[str] = []

    def gather(node: Node) -> None:
        names = [child.name for child in node.children]
        assert len(set(names)) == len(names), node
        for child in node.children:
            if child.kind is Kind.CONTAINER:
                if "rpc" in child.attributes:
                    seen.append(child.attributes["rpc"])
                gather(child)

    gather(load(name).commands)
    assert len(seen) == len(set(seen)) == count


def test_every_operation_is_reachable(release: Release):
    reachable = set()

    def gather(node: Node) -> None:
        reachable.add(node.attributes.get("handler"))
        for child in node.children:
            if child.kind is Kind.CONTAINER:
                gather(child)

    gather(release.commands)
    assert set(OPERATIONS) <= reachable


def test_two_top_levels_have_help_in_words(release: Release):
    for verb in release.commands.children:
        assert "help" in verb.attributes, verb.name
        if not verb.flags & Flag.HIDDEN:
            for word in verb.children:
                if word.kind is Kind.CONTAINER and verb.name != "op":
                    assert "help" in word.attributes, f"{verb.name} {word.name}"


def test_aliases_are_accepted_but_not_listed(release: Release):
    listed = {choice.word for choice in Walker(release.commands).choices() if choice.listed}
    assert {"configure", "show", "set", "quit"} <= listed
    assert not {"exit", "file-mgd", "rollback-config"} & listed


def test_permissions(release: Release):
    needed = {verb.word: verb.attributes.get("view") for verb in release.commands.children}
    assert needed["request"] == "maintenance"
    assert needed["clear"] is None  # said at its second words, since `clear log` needs another
    assert needed["configure"] == "configure"
    assert needed["ping"] == "network"
    show = release.commands.by_word["show"]
    assert {word: show.by_word[word].attributes.get("view") for word in ("interfaces", "log", "cli")} == {
        "interfaces": "view",
        "log": "trace",
        "cli": None,
    }
    assert show.by_word["configuration"].attributes["view"] == "view"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("match foo", "pipe.match"),
        ("except foo", "pipe.except"),
        ("find foo", "pipe.find"),
        ("count", "pipe.count"),
        ("last 5", "pipe.last"),
        ("last", "pipe.last"),
        ("no-more", "pipe.no-more"),
        ("disp set", "pipe.display"),
        ("display set relative", "pipe.display"),
        ("compare rollback 1", "pipe.compare"),
        ("save /var/tmp/x", "pipe.save"),
        ("trim 5", "pipe.trim"),
    ],
)
def test_pipes(release: Release, line: str, answer: str):
    walker = walk(release.pipes, line)
    assert walker.is_complete
    assert answers(walker) == answer


def test_pipe_help_texts_are_those_of_the_device(release: Release):
    helps = {node.word: node.help for node in release.pipes.children}
    assert helps["match"] == "Show only text that matches a pattern"
    assert helps["no-more"] == "Don't paginate output"
    assert helps["append"] == "Append output text to file"


@pytest.mark.parametrize(
    ("line", "answer", "arguments"),
    [
        ("commit", "configuration.commit", {}),
        ("commit and-quit", "configuration.commit", {"and-quit": ()}),
        ("commit check", "configuration.commit", {"check": ()}),
        ("commit comment text", "configuration.commit", {"comment": ("text",)}),
        ("commit confirmed 5", "configuration.commit-confirmed", {"timeout": ("5",)}),
        ("rollback 1", "configuration.rollback", {"number": ("1",)}),
        ("rollback", "configuration.rollback", {}),
        ("up 2", "configuration.up", {"levels": ("2",)}),
        ("exit configuration-mode", "configuration.exit", {"configuration-mode": ()}),
        ("load merge terminal relative", "configuration.load", {"filename": ("terminal",), "relative": ()}),
        ("status", "configuration.status", {}),
    ],
)
def test_configuration_commands(
    release: Release, line: str, answer: str, arguments: dict[str, tuple[str, ...]]
):
    walker = walk(release.configuration_commands, line)
    assert answers(walker) == answer
    given = {path[-1].node.name: path[-1].values for path in walker.statements}
    assert {name: given[name] for name in arguments} == arguments


def test_every_form_of_the_cli_is_a_configuration_command(release: Release):
    handlers, waiting = set(), [release.configuration_commands]
    while waiting:
        for node in waiting.pop().children:
            handlers.add(node.attributes.get("handler"))
            waiting += [node] if node.has_children else []
    assert {name for name in FORMS if name.startswith("configuration.")} <= handlers


def test_coverage_counts_what_is_answered(release: Release):
    found = {" ".join(command.words): command.implemented for command in commands(release.commands)}
    assert found["show version"]
    assert not found["show multicast route"]


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("show interfaces ter", {"level-extra": ("terse",)}),
        ("show interfaces yy", {"interface-name": ("yy",)}),
        ("show interfaces ge-0/0/0 ter", {"interface-name": ("ge-0/0/0",), "level-extra": ("terse",)}),
        ("file show e", {"filename": ("e",)}),
        ("show log messages", {"filename": ("messages",)}),
        ("show bgp neighbor 192.0.2.1", {"neighbor-address": ("192.0.2.1",)}),
    ],
)
def test_a_keyword_may_be_shortened_where_a_free_text_may_stand(
    release: Release, line: str, arguments: dict[str, tuple[str, ...]]
):
    walker = walk(release.commands, line)
    assert {path[-1].node.name: path[-1].values for path in walker.statements} == arguments

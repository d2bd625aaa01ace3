"""Classic scrapli: `JunosDriver` over OpenSSH, paramiko and libssh2, `AsyncJunosDriver` over asyncssh."""

from __future__ import annotations

import asyncio
import functools
import inspect

import pytest
from scrapli.driver.core import AsyncJunosDriver, JunosDriver

DRIVERS = {"system": JunosDriver, "paramiko": JunosDriver, "ssh2": JunosDriver, "asyncssh": AsyncJunosDriver}
OFFICER = "crypto-officer@mx480"


class Driver:
    """A driver of either kind, whose methods can all be awaited."""

    def __init__(self, ssh, transport):
        self._driver = DRIVERS[transport](
            host=ssh.host,
            port=ssh.port,
            auth_username=ssh.user,
            auth_password=ssh.password,
            auth_strict_key=False,
            transport=transport,
        )

    def __getattr__(self, name):
        method = getattr(self._driver, name)

        async def call(*arguments, **named):
            answer = method(*arguments, **named)
            return await answer if inspect.isawaitable(answer) else answer

        return call


def over_each_transport(steps):
    """Make a test of `steps(driver, router)`: it runs once for each transport, on a session that is open."""

    @functools.wraps(steps)
    @pytest.mark.parametrize("transport", DRIVERS)
    def test(junos_device, transport):
        async def converse():
            driver = Driver(junos_device.ssh, transport)
            await driver.open()
            try:
                await steps(driver, junos_device)
            finally:
                await driver.close()

        asyncio.run(converse())

    del test.__wrapped__  # pytest takes the arguments of `test`
    return test


@over_each_transport
async def test_prepares_its_session(driver, router):
    assert await driver.get_prompt() == f"{OFFICER}>"
    settings = (await driver.send_command("show cli")).result
    assert "CLI screen-length set to 0" in settings
    assert "CLI screen-width set to 511" in settings
    assert "CLI complete-on-space set to off" in settings
    assert (await driver.send_command("show version")).result == router.cli("show version").rstrip()


@over_each_transport
async def test_tells_failures_from_answers(driver, router):
    lines = ["show version | count", "shaw version", "show nothing", "re", "show system uptime"]
    answers = await driver.send_commands(lines)
    assert [answer.failed for answer in answers] == [False, True, True, True, False]
    answers = await driver.send_commands(lines, stop_on_failed=True)
    assert [answer.failed for answer in answers] == [False, True]
    assert answers[1].result.strip().endswith("unknown command.")


@over_each_transport
async def test_commits(driver, router):
    lines = ["set system location floor 3", "show | compare", "commit check", 'commit comment "third floor"']
    answers = await driver.send_configs(lines)
    assert not answers.failed
    assert "+   location floor 3;" in answers[1].result
    assert "configuration check succeeds" in answers[2].result
    assert "commit complete" in answers[3].result
    assert "floor 3;" in router.configuration()
    assert "third floor" in (await driver.send_command("show system commit")).result


@over_each_transport
async def test_confirms_a_commit(driver, router):
    answers = await driver.send_configs(["set system location floor 3", "commit confirmed 5"])
    assert "automatically rolled back in 5 minutes" in answers[1].result
    answers = await driver.send_configs(["commit"])
    assert "commit complete" in answers.result
    assert "rollback in" not in router.cli("show system commit")


@over_each_transport
async def test_aborts_at_a_failure(driver, router):
    lines = ["set system location floor 3", "set system nothing", "commit"]
    answers = await driver.send_configs(lines, stop_on_failed=True)
    assert [answer.failed for answer in answers] == [False, True]
    assert await driver.get_prompt() == f"{OFFICER}>"
    changed = (await driver.send_config("show | compare")).result
    assert changed.strip() == "[edit]"
    assert "location" not in router.configuration()


@over_each_transport
async def test_edits_privately_and_exclusively(driver, router):
    for mode in ("configuration_private", "configuration_exclusive"):
        lines = ["set system location floor 3", "show | compare", "rollback 0"]
        answers = await driver.send_configs(lines, privilege_level=mode)
        assert not answers.failed
        assert "+   location floor 3;" in answers[1].result
        assert "location" not in (await driver.send_command("show configuration system")).result


@over_each_transport
async def test_answers_questions(driver, router):
    dialogue = [("configure", "# "), ("delete", "(no) "), ("no", "# "), ("rollback 0", "# "), ("exit", "> ")]
    answer = await driver.send_interactive([(line, question.strip(), False) for line, question in dialogue])
    assert "Delete everything under this level? [yes,no] (no) no" in answer.result
    assert await driver.get_prompt() == f"{OFFICER}>"


@over_each_transport
async def test_types_and_reads_much(driver, router):
    host = "a-host-with-quite-a-long-name-" + "x" * 30
    lines = [f"set system static-host-mapping {host}-{n} inet 10.0.{n // 250}.{n % 250}" for n in range(300)]
    assert not (await driver.send_config("\n".join([*lines, "commit"]))).failed
    answer = (await driver.send_command("show configuration | display set")).result
    assert answer.count(host) == len(lines)
    words = " ".join(["set system services ssh ciphers ["] + ["aes256-ctr"] * 40 + ["]"])
    assert len(words) > 450  # nearly the width of the screen
    assert not (await driver.send_config(f"{words}\nrollback 0")).failed


@over_each_transport
async def test_reads_until_a_text_comes(driver, router):
    answer = await driver.send_and_read("show version", expected_outputs=["Junos:"])
    assert "Model: mx480" in answer.result


@over_each_transport
async def test_parses_answers(driver, router):
    answer = await driver.send_command("show version")
    (found,) = answer.textfsm_parse_output()
    assert (found["hostname"], found["model"], found["junos_version"]) == ("mx480", "mx480", "19.1R2.8")

"""The `junosim` command, as a process: what it prints, how it stops, how it refuses."""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time

import asyncssh
import pytest

from junosim.app.run import Order
from junosim.platforms import platform_names


def command(*words):
    return [sys.executable, "-m", "junosim", *words]


def start(*words):
    return subprocess.Popen(
        command("run", *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )


def stop(process, number=signal.SIGTERM):
    """Ends the process; returns its status, the rest of both streams and how long it took (seconds)."""
    begun = time.perf_counter()
    process.send_signal(number)
    output, errors = process.communicate(timeout=10)
    return process.returncode, output, errors, time.perf_counter() - begun


def refuse(*words):
    done = subprocess.run(command(*words), capture_output=True, text=True, timeout=20, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


async def ask(description, line, user=0):
    ssh, account = description["ssh"], description["users"][user]
    async with asyncssh.connect(
        ssh["host"],
        ssh["port"],
        username=account["name"],
        password=account["password"],
        known_hosts=None,
        server_host_key_algs=["ecdsa-sha2-nistp256"],
    ) as connection:
        key = connection.get_server_host_key()
        assert key is not None
        result = await connection.run(line, check=True)
        return str(result.stdout), key.get_fingerprint()


def test_json_describes_devices_that_answer():
    process = start("mx480", "--port", "0", "--json", "--count", "2")
    try:
        devices = [json.loads(process.stdout.readline()) for _ in range(2)]
        answers = [asyncio.run(ask(device, "show version | match Hostname")) for device in devices]
    finally:
        status, output, errors, seconds = stop(process)
    assert [device["name"] for device in devices] == ["mx480-1", "mx480-2"]
    assert [answer for answer, _ in answers] == ["Hostname: mx480-1\n", "Hostname: mx480-2\n"]
    assert {device["platform"] for device in devices} == {"mx480"}
    assert {device["pid"] for device in devices} == {process.pid}
    assert [user["class"] for user in devices[0]["users"]] == ["super-user", "read-only"]
    seen = [fingerprint for _, fingerprint in answers]
    assert [device["ssh"]["fingerprints"] for device in devices] == [
        {"ecdsa": fingerprint, "rsa": None} for fingerprint in seen
    ]
    assert (status, output, errors) == (0, "", "")
    assert seconds < 1


def test_text_says_how_to_log_in():
    process = start(
        "mx480", "--port", "0", "--hostname", "lab-1", "--user", "admin", "--password", "Secret-Word-1"
    )
    lines = []
    try:
        while "Ctrl-C" not in (line := process.stdout.readline()):
            assert line, process.stderr.read()
            lines.append(line.strip())
    finally:
        status, output, errors, seconds = stop(process, signal.SIGINT)
    assert lines[0] == "lab-1: mx480, Junos 19.1R2.8, in FIPS mode"
    assert any(line.split() == ["admin", "Secret-Word-1", "super-user"] for line in lines)
    assert any(line.startswith("ssh ") and line.endswith(" admin@127.0.0.1") for line in lines)
    assert (status, output, errors) == (0, "", "")
    assert seconds < 1


def test_as_many_clients_may_wait_as_the_system_allows():
    process = subprocess.Popen(
        ["bash", "-c", f"ulimit -S -n 200; exec {sys.executable} -m junosim run mx480 --port 0 --json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    try:
        process.stdout.readline()
        soft, hard = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    finally:
        stop(process)
    assert soft == hard or soft == 65_536


def test_a_device_as_delivered_waits_on_its_console():
    process = start("qfx5120-48t", "--port", "0", "--factory", "--json")
    try:
        device = json.loads(process.stdout.readline())
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((device["ssh"]["host"], device["ssh"]["port"]))
    finally:
        stop(process)
    assert (device["state"], device["fips"], device["users"]) == ("amnesiac", False, [])


def test_outside_fips_mode():
    process = start("mx480", "--port", "0", "--no-fips", "--json")
    try:
        device = json.loads(process.stdout.readline())
        text, _ = asyncio.run(ask(device, "show configuration system fips"))
    finally:
        stop(process)
    assert (device["state"], device["fips"], text) == ("running", False, "")


def test_the_boot_can_be_watched():
    process = start("mx480", "--port", "0", "--show-boot", "--json")
    try:
        device = json.loads(process.stdout.readline())
    finally:
        _, output, errors, _ = stop(process)
    assert (device["state"], device["fips"], output) == ("fips", True, "")
    assert re.search(r"^@ \d+ \[.* UTC\] mgd start\nCreating initial configuration: \.\.\.\n", errors, re.M)


def test_a_boot_can_be_broken_off():
    process = start("mx480", "--port", "0", "--pace", "1", "--show-boot")
    begun = process.stderr.readline()
    status, output, _, seconds = stop(process)
    assert begun
    assert (status, output) == (0, "")
    assert seconds < 5


def test_targets_of_log_messages_that_cannot_be_are_refused():
    status, errors = refuse("run", "mx480", "--syslog-target", "127.0.0.1:99999")
    assert (status, errors) == (2, "junosim: 127.0.0.1:99999: ports are 1 to 65535\n")


def test_faults_are_listed_and_unknown_ones_refused():
    done = subprocess.run(
        command("run", "--list-faults"), capture_output=True, text=True, timeout=20, check=True
    )
    assert {"kat=openssl/AES-GCM", "rng=noise", "package=signature"} <= set(done.stdout.splitlines())
    assert refuse("run", "mx480", "--fault", "kat=x") == (
        2,
        "junosim: there is no fault kat=x; --list-faults lists those that there are\n",
    )


@pytest.mark.parametrize("words", [("--user", "a"), ("--hostname", "a"), ("--config", __file__)])
def test_a_device_as_delivered_has_no_name_and_no_users(words):
    status, errors = refuse("run", "mx480", "--factory", *words)
    assert (status, errors.count("\n")) == (2, 1)
    assert errors.startswith("junosim: a device as it was delivered has no ")


def test_verbose_logs_connections_to_standard_error():
    process = start("mx480", "--port", "0", "--json", "--verbose")
    try:
        device = json.loads(process.stdout.readline())
        with socket.create_connection((device["ssh"]["host"], device["ssh"]["port"])) as client:
            client.sendall(b"not ssh\r\n")
            while client.recv(4096):
                pass
    finally:
        status, output, errors, _ = stop(process)
    assert (status, output) == (0, "")
    assert "connection ended" in errors
    assert "Traceback" not in errors


def test_configuration_file_is_merged_into_the_lab_configuration(tmp_path):
    path = tmp_path / "edge.conf"
    path.write_text("system { host-name edge-7; }\ninterfaces { lo0 { description loop; } }\n")
    process = start("mx480", "--port", "0", "--json", "--config", str(path))
    try:
        device = json.loads(process.stdout.readline())
        text, _ = asyncio.run(
            ask(device, 'show configuration | display set | match "host-name edge|interfaces lo0"')
        )
    finally:
        stop(process)
    assert device["name"] == "edge-7"
    assert text.splitlines() == ["set system host-name edge-7", "set interfaces lo0 description loop"]


def test_unknown_platform():
    status, errors = refuse("run", "mx9999", "--port", "0")
    assert status == 2
    assert errors == f"junosim: unknown platform 'mx9999'; known are: {', '.join(platform_names())}\n"


def test_port_in_use():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, errors = refuse("run", "mx480", "--port", str(port))
    assert (status, errors) == (2, f"junosim: 127.0.0.1 port {port}: Address already in use\n")


def test_second_port_in_use():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, errors = refuse("run", "mx480", "--port", str(port - 1), "--count", "2")
    assert status == 2
    assert errors.endswith("Address already in use\n")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("system {\n    host-name a;\n    no-such-thing;\n}\n", 3),
        ("set system host-name a\nset sytem x y\n", 2),
    ],
)
def test_bad_configuration_file_names_its_line(tmp_path, text, line):
    path = tmp_path / "bad.conf"
    path.write_text(text)
    status, errors = refuse("run", "mx480", "--port", "0", "--config", str(path))
    assert status == 2
    assert errors.startswith(f"junosim: {path}, line {line}: ")
    assert errors.count("\n") == 1


def test_missing_configuration_file(tmp_path):
    path = tmp_path / "none.conf"
    status, errors = refuse("run", "mx480", "--config", str(path))
    assert (status, errors) == (2, f"junosim: {path}: No such file or directory\n")


def test_a_range_of_ports_must_fit():
    status, errors = refuse("run", "mx480", "--port", "65000", "--count", "1000")
    assert (status, errors) == (2, "junosim: 1000 ports from 65000 on go beyond 65535\n")


def test_platforms_are_listed():
    done = subprocess.run(command("platforms"), capture_output=True, text=True, timeout=20, check=True)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(platform_names())
    assert re.search(
        r"^mx480 +Junos 19\.1R2\.8 +RE-S-1800x4 +system fips chassis level 1$", done.stdout, re.M
    )
    assert re.search(r"^qfx5120-48t .* system fips level 1$", done.stdout, re.M)
    assert "  mx480-ngre-ms-mpc-dual" in lines


def test_version():
    done = subprocess.run(command("--version"), capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.startswith("junosim ")


def test_names_and_ports_of_an_order():
    order = Order("mx480", port=2000, count=3, hostname="r")
    assert [order.device_name(n) for n in range(3)] == ["r-1", "r-2", "r-3"]
    assert [order.device_port(n) for n in range(3)] == [2000, 2001, 2002]
    assert Order("mx480", port=0, count=3).device_port(2) == 0
    assert Order("mx480").device_name(0) is None


def test_help_and_platforms_need_neither_ssh_nor_asyncio():
    code = "import sys, junosim.app.main; print([m for m in ('asyncssh', 'asyncio', 'rich') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout == "[]\n"

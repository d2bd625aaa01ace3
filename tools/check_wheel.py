"""Build the wheel, install it into a clean environment, and log in to a router started from there.

    python tools/check_wheel.py

The environment has the wheel and what it requires, nothing of the checkout. Last of all the classic scrapli, which
cannot be installed beside the new one that the tests use, runs its example there. Ends non-zero with one line that
says what failed.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from pathlib import Path

import asyncssh

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (
    "junosim/app/main.py", "junosim/py.typed", "junosim/data/platforms/mx480.toml", "junosim/data/grammars/text.lark",
)  # fmt: skip
READY_WITHIN = 30.0  # seconds; generous, the benchmarks hold the real bound
STOPPED_WITHIN = 5.0


def main() -> None:
    """Build, install, run."""
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build(Path(scratch))
        check_contents(wheel)
        junosim = install(wheel, Path(scratch) / "clean")
        smoke(junosim, Path(scratch))
        classic_scrapli(junosim.parent)
    print(f"{wheel.name}: built, installed and run")


def build(folder: Path) -> Path:
    """The wheel, made from the checkout as a package index would get it."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT],
        check=True,
    )
    return next(folder.glob("junosim-*.whl"))


def check_contents(wheel: Path) -> None:
    """Leaves through SystemExit when a file that the program reads at run time is missing."""
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in NEEDED if name not in names]
    if missing:
        sys.exit(f"{wheel.name} lacks {', '.join(missing)}")
    if not any(name.endswith("/licenses/LICENSE") for name in names):
        sys.exit(f"{wheel.name} lacks its license")


def install(wheel: Path, environment: Path) -> Path:
    """A clean environment with the wheel; returns the `junosim` command in it."""
    venv.create(environment, with_pip=True)
    subprocess.run([environment / "bin" / "pip", "install", "--quiet", wheel], check=True)
    return environment / "bin" / "junosim"


def smoke(junosim: Path, folder: Path) -> None:
    """Start a router from the wheel, ask its version over SSH, and stop it."""
    started = time.monotonic()
    command = [str(junosim), "run", "mx480", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line:
                sys.exit("the router did not start")
            ready = time.monotonic() - started
            answer = asyncio.run(show_version(json.loads(line)))
            if "Model: mx480" not in answer:
                sys.exit(f"`show version` answered: {answer!r}")
        finally:
            process.send_signal(signal.SIGTERM)
        stopping = time.monotonic()
        status = process.wait(STOPPED_WITHIN)
    print(f"ready after {ready:.2f} s, stopped after {time.monotonic() - stopping:.2f} s")
    if status != 0:
        sys.exit(f"the router ended with status {status}")
    if ready > READY_WITHIN:
        sys.exit(f"the router was ready after {ready:.1f} s only")


def classic_scrapli(programs: Path) -> None:
    """Run the example of classic scrapli."""
    subprocess.run([programs / "pip", "install", "--quiet", "scrapli<2026.3"], check=True)
    subprocess.run(
        [programs / "python", ROOT / "examples" / "scrapli" / "classic.py"], check=True, timeout=60
    )


async def show_version(description: dict[str, object]) -> str:
    """The answer of the router described by one line of `junosim run --json`."""
    ssh, users = description["ssh"], description["users"]
    assert isinstance(ssh, dict)
    assert isinstance(users, list)
    async with asyncssh.connect(
        ssh["host"], ssh["port"], username=users[0]["name"], password=users[0]["password"], known_hosts=None
    ) as connection:
        result = await connection.run("show version", check=True)
    return str(result.stdout)


if __name__ == "__main__":
    main()

"""The `junosim` command: options and subcommands; what they do is in the modules beside this one.

Nothing but the words of the command line is imported before it is known what is to be done: `--help` and `platforms`
need neither asyncio nor SSH.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

_SETTINGS: Final = {"max_content_width": 110}
_PATH: Final = click.Path(path_type=Path)


def main() -> None:
    """The entry point of the console script. Ends the process with 0, or with 2 and one line of error."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        _print_and_end(context, [f"junosim {version('junosim')}"])


def _faults(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from junosim.app.faults import lines

        _print_and_end(context, lines())


def _print_and_end(context: click.Context, lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
    context.exit()


@click.group(context_settings=_SETTINGS, no_args_is_help=True)
@click.option(
    "--version", is_flag=True, callback=_version, is_eager=True, expose_value=False, help="Print the version."
)
def app() -> None:
    """Digital twins of Juniper routers in FIPS / Common Criteria mode."""


@app.command()
@click.argument("platform")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=2222,
    show_default=True,
    help="SSH port; 0 takes a free one.",
)
@click.option(
    "--netconf-port",
    type=click.IntRange(0, 65535),
    help="Port for NETCONF alone: 808 above the SSH port, or a free one (0) where that is free.",
)
@click.option(
    "--config",
    type=_PATH,
    help="Configuration (text, set, XML or JSON form) merged into the lab configuration.",
)
@click.option("--hostname", help="Host name; the platform's name by default.")
@click.option("--user", help="Name of the super-user (crypto-officer).")
@click.option("--password", help="The super-user's password (random).")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--state", type=_PATH, help="Directory that keeps configurations and files; in memory by default."
)
@click.option(
    "--console", help="Let programs attach to the console at this PORT of this host, or Unix socket PATH."
)
@click.option("--factory", is_flag=True, help="As delivered: root logs in on the console, nobody else.")
@click.option("--no-fips", is_flag=True, help="Outside FIPS mode, at once.")
@click.option(
    "--pace",
    type=click.FloatRange(0.0),
    default=0.0,
    show_default=True,
    help="Factor on the time of boots and stops: 1 as a real device, 0 none.",
)
@click.option("--fault", multiple=True, help="What is broken, as in kat=openssl/AES-GCM; may be repeated.")
@click.option(
    "--list-faults",
    is_flag=True,
    callback=_faults,
    is_eager=True,
    expose_value=False,
    help="Print what --fault takes, and end.",
)
@click.option("--show-boot", is_flag=True, help="Show the console while it boots, on standard error.")
@click.option(
    "--root-ca", type=_PATH, help="Directory of the root whose software packages are taken; the user's own."
)
@click.option(
    "--syslog-target",
    multiple=True,
    metavar="[HOST=]WHERE",
    help="Where messages to a HOST of `system syslog`, or to all, really go: PORT, ADDRESS or ADDRESS:PORT; "
    "may be repeated. Without it none leaves this program.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each device.")
@click.option(
    "--count",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="How many to start, on consecutive ports.",
)
@click.option("--eager-keys", is_flag=True, help="Make all host keys before listening.")
@click.option("--record", type=_PATH, help="Write what all sessions exchange into this file (of one device).")
@click.option("--verbose", "-v", is_flag=True, help="Log connections to standard error.")
@click.pass_context
def run(
    context: click.Context,
    *,
    platform: str,
    port: int,
    netconf_port: int | None,
    config: Path | None,
    hostname: str | None,
    user: str | None,
    password: str | None,
    bind: str,
    state: Path | None,
    console: str | None,
    factory: bool,
    no_fips: bool,
    pace: float,
    fault: tuple[str, ...],
    show_boot: bool,
    root_ca: Path | None,
    syslog_target: tuple[str, ...],
    as_json: bool,
    count: int,
    eager_keys: bool,
    record: Path | None,
    verbose: bool,
) -> None:
    """Start a device, in FIPS mode unless told otherwise, and serve it over SSH until Ctrl-C or SIGTERM.

    PLATFORM is what to start; `junosim platforms` lists them.
    """
    from junosim.app.run import Order, serve
    from junosim.assemble.conditions import Conditions

    order = Order(
        platform=platform, port=port, netconf_port=netconf_port, config=config, hostname=hostname, user=user,
        password=password, bind=bind, as_json=as_json, count=count, eager_keys=eager_keys, verbose=verbose,
        record=record, state=state, console=console, show_boot=show_boot, root_ca=root_ca,
        syslog_targets=syslog_target,
        conditions=Conditions(fips=not no_fips, factory=factory, pace=pace, faults=fault),
    )  # fmt: skip
    context.exit(serve(order))


@app.command()
@click.argument("where", required=False)
@click.pass_context
def console(context: click.Context, *, where: str | None) -> None:
    """Attach this terminal to the console of a device; `~.` at the beginning of a line leaves it.

    WHERE is the name of a device that runs here, a path, or a port; without it, the names are listed.
    """
    from junosim.app.console import attach

    context.exit(attach(where))


@app.command()
@click.argument("file", type=_PATH)
@click.argument("command", nargs=-1)
@click.option("--platform", default="mx480", show_default=True, help="Platform of a simulated device.")
@click.option("--config", type=_PATH, help="Configuration of a simulated device.")
@click.option("--hostname", default="", help="Host name of a simulated device.")
@click.option(
    "--user", default="crypto-officer", show_default=True, help="Who logs in to a simulated device."
)
@click.option(
    "--title", default="A recorded session", show_default=True, help="First line of the transcript."
)
@click.pass_context
def record(
    context: click.Context,
    *,
    file: Path,
    command: tuple[str, ...],
    platform: str,
    config: Path | None,
    hostname: str,
    user: str,
    title: str,
) -> None:
    """Sit between this terminal (or a script on standard input) and a device, and write a transcript.

    FILE is the transcript to write. COMMAND is what reaches the device, as in `-- ssh admin@router`; without it, a
    new simulated one.
    """
    from junosim.app.record import Order
    from junosim.app.record import record as carry_out

    order = Order(
        command=command, platform=platform, hostname=hostname, config=config, user=user, title=title
    )  # fmt: skip
    context.exit(carry_out(order, file))


@app.group(no_args_is_help=True)
def package() -> None:
    """Make signed software packages."""


@package.command("build")
@click.argument("platform")
@click.option("--release", default="", help="Make a release of this version.")
@click.option("--fips", is_flag=True, help="Make the package that FIPS mode needs.")
@click.option("--flex", is_flag=True, help="Make the release as a flex image, which has no FIPS mode.")
@click.option("--name", default="", help="Make a package of this name, beside the release.")
@click.option(
    "--package-version",
    "version",
    default="",
    help="Version of the package; by default that of the platform.",
)
@click.option("--output", "-o", type=_PATH, help="File or directory; by default its usual name, here.")
@click.option("--root-ca", type=_PATH, help="Directory of the root that signs; made on first use.")
@click.option(
    "--defect",
    default="",
    help="What is to be wrong with it, for training: unsigned, tampered, forged, expired, not-yet-valid, "
    "unknown-issuer or truncated.",
)
@click.option(
    "--size",
    type=click.IntRange(0, 60_000_000),
    default=4096,
    show_default=True,
    help="Bytes of the image in it.",
)
@click.option("--signer", help="Name of the signer in its certificate.")
@click.pass_context
def build_package(
    context: click.Context,
    *,
    platform: str,
    release: str,
    fips: bool,
    flex: bool,
    name: str,
    version: str,
    output: Path | None,
    root_ca: Path | None,
    defect: str,
    size: int,
    signer: str | None,
) -> None:
    """Make a software package that a simulated device can install, and print the name of its file.

    PLATFORM is what it is for; `junosim platforms` lists them.
    """
    from junosim.app.package import Order, make
    from junosim.packages.authority import SIGNER

    order = Order(
        platform=platform, release=release, fips=fips, flex=flex, name=name, version=version, output=output,
        root_ca=root_ca, defect=defect, size=size, signer=signer or SIGNER,
    )  # fmt: skip
    context.exit(make(order))


@app.command()
def platforms() -> None:
    """List the platforms that can be started."""
    from junosim.app.platforms import lines

    for line in lines():
        click.echo(line)

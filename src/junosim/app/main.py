"""The `junosim` command: options and subcommands; what they do is in the modules beside this one."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations at run time
from typing import Annotated

import typer

app = typer.Typer(
    name="junosim",
    help="Digital twins of Juniper routers in FIPS / Common Criteria mode.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The entry point of the console script. Ends the process with 0, or with 2 and one line of error."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"junosim {version('junosim')}")
        raise typer.Exit


def _print_faults(wanted: bool) -> None:
    if wanted:
        from junosim.app.faults import lines

        for line in lines():
            typer.echo(line)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Digital twins of Juniper routers in FIPS / Common Criteria mode."""


@app.command()
def run(
    platform: Annotated[str, typer.Argument(help="What to start; `junosim platforms` lists them.")],
    port: Annotated[int, typer.Option(help="SSH port; 0 takes a free one.", min=0, max=65535)] = 2222,
    config: Annotated[
        Path | None,
        typer.Option(help="Configuration (text, set, XML or JSON form) merged into the lab configuration."),
    ] = None,
    hostname: Annotated[str | None, typer.Option(help="Host name; the platform's name by default.")] = None,
    user: Annotated[str | None, typer.Option(help="Name of the super-user (crypto-officer).")] = None,
    password: Annotated[str | None, typer.Option(help="The super-user's password (random).")] = None,
    bind: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    state: Annotated[
        Path | None,
        typer.Option(help="Directory that keeps configurations and files; in memory by default."),
    ] = None,
    console: Annotated[
        str | None,
        typer.Option(
            help="Let programs attach to the console at this PORT of this host, or Unix socket PATH."
        ),
    ] = None,
    factory: Annotated[
        bool, typer.Option("--factory", help="As delivered: root logs in on the console, nobody else.")
    ] = False,
    no_fips: Annotated[bool, typer.Option("--no-fips", help="Outside FIPS mode, at once.")] = False,
    pace: Annotated[
        float,
        typer.Option(help="Factor on the time of boots and stops: 1 as a real device, 0 none.", min=0.0),
    ] = 0.0,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="What is broken, as in kat=openssl/AES-GCM; may be repeated."),
    ] = None,
    _list_faults: Annotated[
        bool,
        typer.Option(
            "--list-faults", callback=_print_faults, is_eager=True, help="Print what --fault takes, and end."
        ),
    ] = False,
    show_boot: Annotated[
        bool, typer.Option("--show-boot", help="Show the console while it boots, on standard error.")
    ] = False,
    root_ca: Annotated[
        Path | None,
        typer.Option(
            "--root-ca", help="Directory of the root whose software packages are taken; the user's own."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON for each device.")] = False,
    count: Annotated[int, typer.Option(help="How many to start, on consecutive ports.", min=1)] = 1,
    eager_keys: Annotated[bool, typer.Option(help="Make all host keys before listening.")] = False,
    record: Annotated[
        Path | None, typer.Option(help="Write what all sessions exchange into this file (of one device).")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Log connections to standard error.")
    ] = False,
) -> None:
    """Start a device, in FIPS mode unless told otherwise, and serve it over SSH until Ctrl-C or SIGTERM."""
    # Imported here: `--help` and `platforms` need neither asyncio nor SSH.
    from junosim.app.run import Order, serve
    from junosim.assemble.conditions import Conditions

    order = Order(
        platform=platform, port=port, config=config, hostname=hostname, user=user, password=password,
        bind=bind, as_json=as_json, count=count, eager_keys=eager_keys, verbose=verbose, record=record,
        state=state, console=console, show_boot=show_boot, root_ca=root_ca,
        conditions=Conditions(fips=not no_fips, factory=factory, pace=pace, faults=tuple(fault or ())),
    )  # fmt: skip
    raise typer.Exit(serve(order))


@app.command()
def console(
    where: Annotated[
        str | None,
        typer.Argument(
            help="Name of a device that runs here, a path, or a port; without it, list the names."
        ),
    ] = None,
) -> None:
    """Attach this terminal to the console of a device; `~.` at the beginning of a line leaves it."""
    # Imported here, as above.
    from junosim.app.console import attach

    raise typer.Exit(attach(where))


@app.command()
def record(
    file: Annotated[Path, typer.Argument(help="The transcript to write.")],
    command: Annotated[
        list[str] | None,
        typer.Argument(
            help="What reaches the device, as in `-- ssh admin@router`; without it, a new simulated one."
        ),
    ] = None,
    platform: Annotated[str, typer.Option(help="Platform of a simulated device.")] = "mx480",
    config: Annotated[Path | None, typer.Option(help="Configuration of a simulated device.")] = None,
    hostname: Annotated[str, typer.Option(help="Host name of a simulated device.")] = "",
    user: Annotated[str, typer.Option(help="Who logs in to a simulated device.")] = "crypto-officer",
    title: Annotated[str, typer.Option(help="First line of the transcript.")] = "A recorded session",
) -> None:
    """Sit between this terminal (or a script on standard input) and a device, and write a transcript."""
    # Imported here, as above.
    from junosim.app.record import Order
    from junosim.app.record import record as carry_out

    order = Order(
        command=tuple(command or ()), platform=platform, hostname=hostname, config=config, user=user,
        title=title,
    )  # fmt: skip
    raise typer.Exit(carry_out(order, file))


package = typer.Typer(help="Make signed software packages.", no_args_is_help=True)
app.add_typer(package, name="package")


@package.command("build")
def build_package(
    platform: Annotated[str, typer.Argument(help="What it is for; `junosim platforms` lists them.")],
    release: Annotated[str, typer.Option(help="Make a release of this version.")] = "",
    fips: Annotated[bool, typer.Option("--fips", help="Make the package that FIPS mode needs.")] = False,
    flex: Annotated[
        bool, typer.Option("--flex", help="Make the release as a flex image, which has no FIPS mode.")
    ] = False,
    name: Annotated[str, typer.Option(help="Make a package of this name, beside the release.")] = "",
    version: Annotated[
        str,
        typer.Option("--package-version", help="Version of the package; by default that of the platform."),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File or directory; by default its usual name, here."),
    ] = None,
    root_ca: Annotated[
        Path | None, typer.Option("--root-ca", help="Directory of the root that signs; made on first use.")
    ] = None,
    defect: Annotated[
        str,
        typer.Option(
            help="What is to be wrong with it, for training: unsigned, tampered, forged, expired, not-yet-valid, "
            "unknown-issuer or truncated."
        ),
    ] = "",
    size: Annotated[int, typer.Option(help="Bytes of the image in it.", min=0, max=60_000_000)] = 4096,
    signer: Annotated[str | None, typer.Option(help="Name of the signer in its certificate.")] = None,
) -> None:
    """Make a software package that a simulated device can install, and print the name of its file."""
    # Imported here, as above.
    from junosim.app.package import Order, make
    from junosim.packages.authority import SIGNER

    order = Order(
        platform=platform, release=release, fips=fips, flex=flex, name=name, version=version, output=output,
        root_ca=root_ca, defect=defect, size=size, signer=signer or SIGNER,
    )  # fmt: skip
    raise typer.Exit(make(order))


@app.command()
def platforms() -> None:
    """List the platforms that can be started."""
    from junosim.app.platforms import lines

    for line in lines():
        typer.echo(line)

"""Make a virtual environment with pip in it, also where Debian has split `ensurepip` off from Python.

    python3 tools/make_venv.py DIRECTORY

Where `ensurepip` is missing, the pip wheel is fetched from the package index and checked against the digest
that the index states; pip then installs itself from it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import venv
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

OLDEST = (3, 11)
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def main(folder: Path) -> None:
    """Make the environment in `folder`; leaves through `SystemExit` with one clear line when it cannot."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"junosim needs Python 3.11 or newer, this is {sys.version.split()[0]}; see PYTHON= in Makefile"
        )
    if importlib.util.find_spec("ensurepip") is not None:
        try:
            venv.create(folder, clear=True, with_pip=True)
        except subprocess.CalledProcessError:
            pass  # Debian's ensurepip may be there without the wheels it needs
        else:
            return
    venv.create(folder, clear=True, with_pip=False)
    try:
        install_pip(folder / "bin" / "python")
    except (OSError, urllib.error.URLError, LookupError, ValueError) as error:
        sys.exit(f"cannot fetch pip from {INDEX} ({error}); install it with: apt-get install python3-venv")


class Links(HTMLParser):
    """Collects the addresses of a page of the simple index (PEP 503)."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an anchor leads."""
        if tag == "a":
            self.addresses.append(dict(attrs).get("href") or "")


def install_pip(python: Path) -> None:
    """Put pip into the environment of `python`. Raises OSError, LookupError or ValueError."""
    page = f"{INDEX}/pip/"
    links = Links()
    links.feed(fetch(page).decode())
    address = max(links.addresses, key=release_number)
    content = fetch(urljoin(page, address))
    if urlsplit(address).fragment != f"sha256={hashlib.sha256(content).hexdigest()}":
        raise ValueError("pip does not have the digest that the index states")
    with tempfile.TemporaryDirectory() as scratch:
        wheel = Path(scratch) / wheel_name(address)
        wheel.write_bytes(content)
        subprocess.run([python, wheel / "pip", "install", "--quiet", "--no-index", wheel], check=True)


def wheel_name(address: str) -> str:
    """The file name at the end of an address."""
    return unquote(urlsplit(address).path).rsplit("/", 1)[-1]


def release_number(address: str) -> tuple[int, ...]:
    """`…/pip-24.3.1-py3-none-any.whl` as (24, 3, 1); pre-releases and other kinds of file sort lowest."""
    name = wheel_name(address)
    parts = name.removesuffix("-py3-none-any.whl").removeprefix("pip-").split(".")
    is_release = name.endswith("-py3-none-any.whl") and all(part.isdigit() for part in parts)
    return tuple(int(part) for part in parts) if is_release else ()


def fetch(address: str) -> bytes:
    """The content at an https address of the package index."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_venv.py DIRECTORY")
    main(Path(sys.argv[1]))

"""Fixtures of the tests that run in the environment of `make clients`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from junosim.pytest_plugin import routers

SCRIPTS = Path(sys.executable).parent


@pytest.fixture
def run(tmp_path):
    """Runs a program of this environment in a home directory of its own."""

    def run(*command, folder, **environment):
        return subprocess.run(
            [*command], cwd=folder, capture_output=True, text=True, timeout=170, check=False,
            env={**os.environ, "PATH": f"{SCRIPTS}:{os.environ['PATH']}", "HOME": str(tmp_path), **environment},
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def _junos_shared():
    """The device behind `junos_device`: outside FIPS mode, as in the other tests."""
    with routers() as make:
        yield make(fips=False)

"""Options of the test run, and routers outside FIPS mode: most tests are about what does not depend on it.

Property tests draw the same examples in every run, so that a run says something about the change and not about the
draw. `HYPOTHESIS_PROFILE=wide pytest tests/property` looks further, at other examples each time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from junosim.pytest_plugin import routers

settings.register_profile("steady", derandomize=True)
settings.register_profile("wide", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write tests/golden/**/session.txt anew, then look at the diff",
    )


@pytest.fixture(scope="session")
def _junos_shared():
    """The device behind `junos_device` in these tests."""
    with routers() as make:
        yield make(fips=False)


@pytest.fixture
def make_junos_device():
    """As that of the plugin, but that devices are outside FIPS mode unless a test says `fips=True`."""
    with routers() as make:
        yield lambda platform="mx480", **options: make(platform, **{"fips": False, **options})

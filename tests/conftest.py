"""Options of the test run.

Property tests draw the same examples in every run, so that a run says something about the change and not about the
draw. `HYPOTHESIS_PROFILE=wide pytest tests/property` looks further, at other examples each time.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True)
settings.register_profile("wide", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write tests/golden/**/session.txt anew, then look at the diff",
    )

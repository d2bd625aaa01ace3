"""What is public, and that it is there."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import junosim
import junosim.testing


def test_public_names_of_the_package():
    assert sorted(junosim.__all__) == [
        "JunosimError",
        "LifecycleError",
        "LifecycleTimeout",
        "Light",
        "NoSuchButton",
        "PlatformError",
        "RunningDevice",
        "SshAccess",
        "StartConfigurationError",
        "State",
        "UnknownFault",
        "User",
        "start",
    ]


@pytest.mark.parametrize("name", junosim.__all__)
def test_each_public_name_can_be_imported_and_is_described(name):
    thing = getattr(junosim, name)
    assert thing.__doc__


def test_public_names_of_the_test_helpers():
    assert sorted(junosim.testing.__all__) == [
        "DeviceSession", "LogCollector", "ManualClock", "SeededEntropy", "assert_transcript", "plain",
    ]  # fmt: skip
    assert all(getattr(junosim.testing, name).__doc__ for name in junosim.testing.__all__)


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="no_such_name"):
        junosim.no_such_name  # noqa: B018


def test_pytest_finds_the_fixtures():
    plugin = importlib.import_module("junosim.pytest_plugin")
    assert {"junos_device", "make_junos_device"} <= set(vars(plugin))


def test_loading_the_plugin_starts_nothing():
    code = "import sys, junosim.pytest_plugin; print([m for m in ('asyncssh', 'lark') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

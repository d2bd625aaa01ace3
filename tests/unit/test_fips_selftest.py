"""Runs of the self-tests: their lines byte for byte, and what one fault changes in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fips_module import EXECUTION, run_all, sound_module
from junosim.audit.event import Event
from junosim.audit.forms import message
from junosim.fips.faults import KNOWN, Faults
from junosim.fips.integrity import CANNOT_EXEC, Manifest, crypto_code
from junosim.fips.selftest import Module, SelfTestRun, card_lines, outcomes
from junosim.fips.suites import CARD_SUITES, ROUTING_ENGINE_SUITES, suites_named
from junosim.platforms import load_platform, platform_names

GOLDEN = Path(__file__).parents[1] / "golden" / "fips" / "self-tests.txt"


def test_lines_are_those_of_the_guide():
    """R-KAT-001 to R-KAT-005, R-KAT-009, R-KAT-014 [the guide for MX240, MX480 and MX960: its example]."""
    run, lines = run_all(sound_module())
    assert "\n".join(lines) + "\n" == GOLDEN.read_text()
    assert run.passed
    assert run.failed == []


def test_log_has_the_same_text_behind_its_header():
    """R-KAT-006: in the file the process is the tag, and the rest is equal."""
    run = SelfTestRun(ROUTING_ENGINE_SUITES, sound_module(), EXECUTION)
    logged = [
        f"May  2 08:57:08  host {message(Event(line.entry.kind, line.entry.arguments, None, 0.0))}"
        for line in run
    ]
    assert logged[2] == "May  2 08:57:08  host mgd:   NIST 800-90 HMAC DRBG Known Answer Test:         Passed"
    assert logged[-3].startswith(
        "May  2 08:57:08  host veriexec: no fingerprint for file='/sbin/kats/cannot-exec'"
    )


def test_nothing_is_computed_ahead():
    """A run is looked at line by line; a fault that is ordered in between hits what comes after it."""
    faults = Faults()
    run = iter(SelfTestRun(ROUTING_ENGINE_SUITES, sound_module(faults), EXECUTION))
    assert [str(next(run)) for _ in range(3)][-1].endswith("Passed")
    faults.add(kat="kernel/DES3-CBC")
    assert str(next(run)) == "mgd:   DES3-CBC Known Answer Test:                      Failed"


def test_run_that_is_not_finished_has_not_passed():
    run = SelfTestRun(ROUTING_ENGINE_SUITES, sound_module(), EXECUTION)
    next(iter(run))
    assert not run.passed


@pytest.mark.parametrize("fault", KNOWN["kat"])
def test_fault_flips_its_own_line_alone(fault):
    """R-KAT-012, R-KFAIL-001: of the 69 lines exactly one changes, then the verdict and its reason."""
    golden = GOLDEN.read_text().splitlines()
    faults = Faults()
    faults.add(kat=fault)
    run, lines = run_all(sound_module(faults))
    changed = [number for number, line in enumerate(golden) if line != lines[number]]
    suite, _, test = fault.partition("/")
    heading = suites_named([suite])[0].heading
    start = golden.index(f"mgd: Testing {heading}:")
    line = next(n for n in range(start, len(golden)) if golden[n].startswith(f"mgd:   {test} Known"))
    assert changed == [line, len(golden) - 1]
    assert lines[line] == golden[line].removesuffix("Passed") + "Failed"
    assert lines[len(golden) - 1 :] == [
        "mgd: FIPS Self-tests Failed",
        f"mgd: FIPS error: self-test failure: {heading}, {test}",
    ]
    assert not run.passed
    assert faults.waiting == ()


def test_the_next_run_passes_again():
    faults = Faults()
    faults.add(kat="openssl/AES-GCM", times=1)
    run = SelfTestRun(ROUTING_ENGINE_SUITES, sound_module(faults), EXECUTION)
    assert [str(list(run)[-1]) for _ in range(2)] == [
        "mgd: FIPS error: self-test failure: OpenSSL KATS, AES-GCM",
        "mgd: FIPS Self-tests Passed",
    ]
    assert run.passed


def test_unsigned_program_that_runs_is_a_failure():
    """R-PLAT-007, R-KAT-005: the refusal is looked up, not printed."""
    faults = Faults()
    faults.add(veriexec="cannot-exec")
    run, lines = run_all(sound_module(faults))
    assert lines[-4:] == [
        "mgd: Expect an exec Authentication error...",
        "mgd: /sbin/kats/run-tests: /sbin/kats/cannot-exec: executed",
        "mgd: FIPS Self-tests Failed",
        "mgd: FIPS error: self-test failure: /sbin/kats/cannot-exec",
    ]
    assert run.failed == [CANNOT_EXEC]


def test_damaged_file_of_the_image_fails_file_integrity():
    sound = sound_module()
    files = dict(sound.files.read())
    module = Module(Manifest(lambda: files, sound.files.fingerprints), crypto_code(), Faults())
    files["/boot/kernel/kernel"] += b"?"
    run, lines = run_all(module)
    assert "mgd:   File integrity Known Answer Test:                Failed" in lines
    assert run.failed == ["file integrity, File integrity"]


def test_services_card_is_silent_unless_a_test_fails():
    """R-REC-001: the tests of the MS-MIC have faults of their own."""
    faults = Faults()
    module = sound_module(faults)
    assert list(card_lines(outcomes(CARD_SUITES, module, "ms-mic"))) == []
    faults.add(ms_mic="AES-GCM", kat="openssl/AES-CBC")
    shown = [str(line) for line in card_lines(outcomes(CARD_SUITES, module, "ms-mic"))]
    assert shown == ["mspd: XLP KATS: AES-GCM Known Answer Test: Failed"]
    assert faults.waiting == ("kat=openssl/AES-CBC",)


@pytest.mark.parametrize("name", KNOWN["ms-mic"])
def test_each_test_of_the_services_card_can_fail(name):
    faults = Faults()
    faults.add(ms_mic=name)
    results = outcomes(CARD_SUITES, sound_module(faults), "ms-mic")
    assert [outcome.test.name for outcome in results if not outcome.passed] == [name]


@pytest.mark.parametrize("name", platform_names())
def test_suites_of_every_platform_exist(name):
    mode = load_platform(name).fips
    assert suites_named(mode.suites) == ROUTING_ENGINE_SUITES
    assert set(suites_named(mode.card_suites)) <= set(CARD_SUITES)

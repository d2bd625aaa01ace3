"""What is installed: kept over boots and power losses, old or new and never half, back to the platform's own."""

import pytest

from cli_session import Typist, blueprint, make_device
from crashing_storage import Crash, CrashingStorage
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.software import Added, DamagedSoftware, Installed, Software, SoftwareSet
from junosim.entropy import SeededEntropy
from junosim.platforms import Package, load_platform
from junosim.storage import MemoryStorage

MX = load_platform("mx480")
NEW = SoftwareSet("19.4R1.10", (Package("os-kernel", "JUNOS OS Kernel 64-bit", "2019"),))
FIPS_LINES = ("JUNOS Packet Forwarding Engine FIPS Support", "JUNOS FIPS mode utilities")


def titles(software, *, fips=False):
    return [package.title for package in software.packages(fips=fips)]


def test_a_device_is_delivered_with_the_software_of_its_platform():
    software = Software(MX, MemoryStorage())
    assert software.release == MX.release
    assert software.packages(fips=False) == MX.packages
    assert (software.pending, software.previous) == (None, None)
    assert not software.is_ready_for_fips


def test_the_fips_package_is_listed_once_it_is_installed():
    """R-VERS-004."""
    software = Software(MX, MemoryStorage())
    assert not set(FIPS_LINES) & set(titles(software))
    software.install_fips()
    assert titles(software)[-2:] == list(FIPS_LINES)
    assert software.has("jpfe-fips")
    assert software.is_ready_for_fips
    assert titles(software, fips=True) == titles(software)


def test_a_switch_needs_no_package_for_fips_mode():
    software = Software(load_platform("qfx5120-48t"), MemoryStorage())
    software.install_fips()
    assert software.current.added == ()
    assert "JUNOS FIPS mode utilities" not in titles(software)
    assert "JUNOS FIPS mode utilities" in titles(software, fips=True)


def test_the_pending_set_runs_after_the_boot_and_survives_the_process():
    storage = MemoryStorage()
    software = Software(MX, storage)
    software.put(Installed(software.current, pending=NEW))
    assert software.release == MX.release
    again = Software(MX, storage)
    again.activate()
    assert again.release == "19.4R1.10"
    assert titles(again) == ["JUNOS OS Kernel 64-bit"]
    assert Software(MX, storage).previous.release == MX.release


def test_added_packages_keep_their_rows():
    storage = MemoryStorage()
    software = Software(MX, storage)
    added = Added("py-tools", "1.0", (Package("py-tools", "JUNOS py tools", "1.0"),), "py-tools-1.0")
    software.put(Installed(software.current.with_added(added)))
    again = Software(MX, storage)
    assert again.current.added == (added,)
    assert again.has("py-tools")
    assert titles(again)[-1] == "JUNOS py tools"
    assert again.current.without("py-tools").added == ()


def test_a_damaged_file_is_not_guessed_at():
    storage = MemoryStorage()
    Software(MX, storage).put(Installed(NEW))
    data = storage.read("software/installed")
    for broken in (
        data[:-3],
        data.replace(b"19.4", b"19.5"),
        b"",
        b"[]\n[]\n",
        data.replace(b'sim": 1', b'sim": 2'),
    ):
        storage.write("software/installed", broken)
        with pytest.raises(DamagedSoftware):
            Software(MX, storage)


def test_whenever_the_power_is_lost_the_old_or_the_new_set_is_found():
    def script(storage):
        software = Software(MX, storage)
        software.put(Installed(software.current, pending=NEW))
        acknowledged.append("pending")
        software.activate()
        acknowledged.append("active")

    allowed = {"": {"", "pending"}, "pending": {"pending", "active"}, "active": {"active"}}
    crash_at = 0
    while True:
        storage, acknowledged = CrashingStorage(crash_at=crash_at), []
        try:
            script(storage)
        except Crash:
            finished = False
        else:
            finished = True
        last = acknowledged[-1] if acknowledged else ""
        for files in storage.outcomes():
            found = Software(MX, CrashingStorage(files))
            state = "active" if found.release != MX.release else "pending" if found.pending else ""
            assert state in allowed[last]
        if finished:
            break
        crash_at += 1
    assert crash_at >= 8


def test_show_version_prompt_banner_and_configuration_tell_the_version_after_the_boot():
    """R-VERS-005."""
    device = make_device()
    device.software.put(Installed(device.software.current, pending=NEW))
    assert "Junos: 19.1R2.8" in Typist(device).line("show version")
    device.end_sessions()
    device.begin(boot.reboot(device))
    device.lifecycle.settle()
    typist = Typist(device)
    assert "JUNOS 19.4R1.10 Kernel" in typist.greeting
    shown = typist.line("show version").splitlines()
    assert shown == ["Hostname: r1", "Model: mx480", "Junos: 19.4R1.10", "JUNOS OS Kernel 64-bit [2019]"]
    assert typist.line("show configuration | match ^version") == "version 19.4R1.10;"


def test_an_installation_medium_brings_the_platform_s_own_release_and_a_reset_too():
    device = make_device()
    device.software.put(Installed(NEW, previous=device.software.current))
    boot.power_off(device)
    boot.power_on(device, boot.USB)
    device.lifecycle.settle()
    assert device.software.installed == Installed(device.software.current)
    assert device.software.release == MX.release
    device.software.put(Installed(NEW))
    blueprint().restore(device, "r1")
    assert device.software.release == MX.release
    assert Software(MX, device.storage).release == MX.release


def test_what_was_pending_when_the_process_ended_runs_in_the_next_one():
    storage = MemoryStorage()
    device = blueprint().build("r1", ManualClock(), SeededEntropy(1), storage)
    device.software.put(Installed(device.software.current, pending=NEW))
    assert blueprint().build("r1", ManualClock(), SeededEntropy(1), storage).software.release == "19.4R1.10"

"""`request system software` on a device: what is added, refused, taken back and gone back to, as its users see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cli_session import Typist, blueprint, make_device
from crashing_storage import Crash, CrashingStorage
from junosim.clock import ManualClock
from junosim.device import boot
from junosim.device.file_names import FileProblem
from junosim.device.files import CAPACITY, SYSTEM
from junosim.device.package_files import opened
from junosim.device.software import Software
from junosim.entropy import SeededEntropy
from junosim.operations import installing
from junosim.operations.installing import Wishes
from junosim.packages import (
    Authority,
    Defect,
    build,
    fips_package_of,
    flex_release_of,
    image_authority,
    other,
    release_of,
)
from junosim.slices import without_pauses
from junosim.storage import MemoryStorage

NEW = "19.4R1.10"
GOOD = (
    "/C=US/ST=CA/L=Sunnyvale/O=Juniper Networks/OU=Juniper CA"
    "/CN=PackageProductionECP256_2021/emailAddress=ca@juniper.net"
)


def put(device, info, *, defect=None, authority=None, size=64, name=""):
    """A package in `/var/tmp`; its path."""
    path = f"/var/tmp/{name or info.file_name}"
    data = build(info, authority or image_authority(), defect=defect, size=size)
    device.files.write(path, data, SYSTEM)
    return path


def release(device, **options):
    return put(device, release_of(device.platform, NEW), **options)


def reboot(device):
    device.begin(boot.reboot(device))
    device.lifecycle.settle()
    return Typist(device)


def version(device):
    return Typist(device).line("show version").splitlines()[2]


@pytest.fixture
def device():
    return make_device()


@pytest.fixture
def typist(device):
    return Typist(device)


def test_the_fips_package_is_added_as_in_the_guide(device, typist):
    """R-SWAD-001, R-SWAD-004, R-SWAD-013, R-VERS-004."""
    put(device, fips_package_of(device.platform, "19.1R3-S7.2"))
    assert typist.line("request system software add jpfe-fips-powerpc-19.1R3-S7.2.tgz").splitlines() == [
        "Installing package '/var/tmp/jpfe-fips-powerpc-19.1R3-S7.2.tgz' ...",
        "WARNING: jpfe-fips-powerpc-19.1R3-S7.2.tgz: not a signed package",
        "Verified jpfe-fips-powerpc-19.1R3-S7.2 signed by PackageProductionECP256_2021 method ECDSA256+SHA256",
        "Mounted jpfe-fips package on /dev/md15...",
        "Verified manifest signed by PackageProductionECP256_2021 method ECDSA256+SHA256",
        "Verified jpfe-fips-powerpc-19.1R3-S7.2 signed by PackageProductionECP256_2021 method ECDSA256+SHA256",
        "Saving package file in /var/sw/pkg/jpfe-fips-19.1R3-S7.2.tgz ...",
        "Saving state for rollback ...",
    ]
    shown = typist.line("show version").splitlines()
    assert shown[-2:] == [
        "JUNOS Packet Forwarding Engine FIPS Support [19.1R3-S7.2]",
        "JUNOS FIPS mode utilities [19.1R3-S7.2]",
    ]
    assert device.software.is_ready_for_fips
    assert "jpfe-fips-19.1R3-S7.2.tgz" in typist.line("file list /var/sw/pkg")
    again = typist.line("request system software add jpfe-fips-powerpc-19.1R3-S7.2.tgz")
    assert again == "/usr/sbin/pkg: package jpfe-fips-powerpc-19.1R3-S7.2 is already installed"
    assert "Saving state" in typist.line(
        "request system software add jpfe-fips-powerpc-19.1R3-S7.2.tgz force"
    )
    reboot(device)
    assert device.software.has("jpfe-fips")


@pytest.mark.parametrize(
    ("defect", "reason", "is_certificate"),
    [
        (Defect.UNSIGNED, "manifest.ecerts: no signature", False),
        (Defect.TAMPERED, "contents/image.bin: fingerprint mismatch", False),
        (Defect.FORGED, f"manifest.esig: invalid signature: {GOOD}", False),
        (Defect.EXPIRED, f"manifest.ecerts: certificate has expired: {GOOD}", True),
        (Defect.NOT_YET_VALID, f"manifest.ecerts: certificate is not yet valid: {GOOD}", True),
        (Defect.UNKNOWN_ISSUER, f"manifest.ecerts: subject issuer mismatch: {GOOD}", True),
        (Defect.TRUNCATED, "manifest: truncated archive", False),
    ],
)
def test_bad_packages_are_refused_and_logged(device, typist, defect, reason, is_certificate):
    """R-SWAD-005, R-SWAD-006, R-AUD-022."""
    path = release(device, defect=defect)
    shown = typist.line(f"request system software add {path}").splitlines()
    place, _, number = (
        shown[1].partition("pkginst.")[0],
        0,
        shown[1].partition("pkginst.")[2].partition("/")[0],
    )
    stem = path.rpartition("/")[2].removesuffix(".tgz")
    expected = [
        f"Installing package '{path}' ...",
        f"veriexec: cannot validate /packages/db/pkginst.{number}/{reason}",
        f"veriexec: /packages/db/pkginst.{number}/package.xml: Authentication error",
        f"ERROR: Failed to add {stem}.tgz",
    ]
    if is_certificate:
        expected.insert(2, f"veriexec: cannot validate {stem}.ecerts: {reason.partition(': ')[2]}")
    assert shown == expected
    assert place == "veriexec: cannot validate /packages/db/"
    logged = typist.line(r"show log messages | match veriexec\[").splitlines()
    assert len(logged) == (2 if is_certificate else 1)
    for line in logged:
        assert line.startswith("Jul  8 07:00:00  r1 veriexec[")
        assert line.endswith(f"]: cannot validate /packages/db/pkginst.{number}/{reason}")
    assert device.software.pending is None
    reboot(device)
    assert version(device) == "Junos: 19.1R2.8"


def test_a_fault_of_the_computation_refuses_the_package(device, typist):
    """R-COND-001."""
    device.faults.add(package="signature")
    path = release(device)
    assert "manifest.esig: invalid signature" in typist.line(f"request system software add {path}")
    assert device.software.pending is None
    assert "'pending' set" in typist.line(f"request system software add {path}")


def test_a_release_runs_after_the_reboot(device, typist):
    """R-SWAD-007, R-VERS-005."""
    path = release(device)
    shown = typist.line(f"request system software add {path}").splitlines()
    signed = "signed by PackageProductionECP256_2021 method ECDSA256+SHA256"
    assert shown == [
        f"NOTICE: Validating configuration against junos-install-mx-x86-64-{NEW}.tgz.",
        "NOTICE: Use the 'no-validate' option to skip this if desired.",
        "Checking compatibility with configuration",
        "Initializing...",
        f"Verified manifest {signed}",
        f"Using junos-install-mx-x86-64-{NEW}",
        f"Verified junos-install-mx-x86-64-{NEW} {signed}",
        "Hardware Database regeneration succeeded",
        "Validating against /config/juniper.conf.gz",
        "mgd: commit complete",
        "Validation succeeded",
        f"Verified junos-install-mx-x86-64-{NEW} {signed}",
        f"Adding junos-install-mx-x86-64-{NEW} ...",
        "NOTICE: 'pending' set will be activated at next reboot...",
    ]
    assert version(device) == "Junos: 19.1R2.8"
    user = reboot(device)
    assert f"--- JUNOS {NEW} Kernel" in user.greeting
    assert version(device) == f"Junos: {NEW}"
    assert f"JUNOS Openconfig [{NEW}]" in user.line("show version")
    assert "JUNOS OS libs [20190926.ca2fd68_builder_stable_11]" in user.line("show version")


def test_the_bootstrap_installer_of_an_mx104_warns_that_a_reboot_is_required():
    device = make_device("mx104")
    shown = Typist(device).line(f"request system software add {release(device)} no-validate")
    lines = shown.splitlines()
    assert lines[0] == f"Installing package '/var/tmp/jinstall-ppc-{NEW}-signed.tgz' ..."
    assert "WARNING:     A REBOOT IS REQUIRED TO LOAD THIS SOFTWARE CORRECTLY. Use the" in lines
    assert lines[-2:] == [
        f"Saving package file in /var/sw/pkg/jinstall-ppc-{NEW}-signed.tgz ...",
        "Saving state for rollback ...",
    ]
    assert (
        Typist(device).line("request system software delete jinstall") == "Deleting bootstrap installer ..."
    )
    reboot(device)
    assert device.software.release == "19.1R3-S7.2"


@pytest.mark.parametrize(
    "name", ["{stem}.tgz", "{stem}", "/var/tmp/{stem}.tgz", "jinstall-host-qfx-5e-x86-64", "jinstall"]
)
def test_what_is_pending_can_be_deleted_before_the_reboot(name):
    """R-SWAD-009, R-SWAD-012."""
    device = make_device("qfx5120-48t")
    path = release(device)
    assert path == f"/var/tmp/jinstall-host-qfx-5e-x86-64-{NEW}-secure-signed.tgz"
    Typist(device).line(f"request system software add {path} no-validate")
    assert device.software.pending is not None
    stem = path.rpartition("/")[2].removesuffix(".tgz")
    Typist(device).line(f"request system software delete {name.format(stem=stem)}")
    assert device.software.pending is None
    reboot(device)
    assert device.software.release == "20.2R1-S1.3"


def test_packages_beside_the_release_are_deleted_by_name(device, typist):
    put(device, other("py-tools", "1.2", device.platform))
    typist.line("request system software add /var/tmp/py-tools-1.2.tgz")
    assert "JUNOS py-tools [1.2]" in typist.line("show version")
    assert typist.line("request system software delete py-tools").splitlines() == [
        "Package py-tools-1.2 is deactivated",
        "Deleting py-tools-1.2 ...",
    ]
    assert "py-tools" not in typist.line("show version")
    shown = typist.line("request system software delete py-tools")
    assert shown == "/usr/sbin/pkg: package py-tools is not installed"


def test_a_rollback_goes_back_and_a_second_one_goes_forth(device, typist):
    assert typist.line("request system software rollback") == (
        "WARNING: Cannot rollback, /packages/junos.old is not valid"
    )
    typist.line(f"request system software add {release(device)}")
    assert typist.line("request system software rollback") == "NOTICE: The 'pending' set has been removed"
    typist.line(f"request system software add {release(device)}")
    user = reboot(device)
    shown = user.line("request system software rollback").splitlines()
    assert shown[:2] == [
        "Restoring boot file package",
        'JUNOS version "19.1R2.8" will become active at next reboot',
    ]
    user = reboot(device)
    assert version(device) == "Junos: 19.1R2.8"
    assert f'JUNOS version "{NEW}" will become active' in user.line("request system software rollback")
    reboot(device)
    assert version(device) == f"Junos: {NEW}"


def test_the_rollback_of_a_package_takes_it_away(device, typist):
    typist.line("request system software add optional://jpfe-fips.tgz")
    assert device.software.has("jpfe-fips")
    typist.line("request system software rollback")
    reboot(device)
    assert not device.software.has("jpfe-fips")


def test_what_fips_mode_needs_cannot_be_taken_away_in_fips_mode():
    device = blueprint("mx480").build("r1", ManualClock(), SeededEntropy(1))
    user = Typist(device)
    user.line("request system software add optional://jpfe-fips.tgz")
    device.fips_mode = True
    refused = "error: the package is needed in FIPS mode"
    assert user.line("request system software delete jpfe-fips") == refused
    assert user.line("request system software rollback") == refused
    assert device.software.has("jpfe-fips")


def test_an_upgrade_keeps_the_packages_beside_the_release(device, typist):
    typist.line("request system software add optional://fips-mode.tgz")
    typist.line(f"request system software add {release(device)}")
    typist.line("request system software add optional://jpfe-fips.tgz")
    reboot(device)
    assert device.software.release == NEW
    assert [added.name for added in device.software.current.added] == ["fips-mode", "jpfe-fips"]


def test_the_image_brings_optional_packages(device, typist):
    shown = typist.line("request system software add optional://fips-mode.tgz")
    assert (
        "Verified fips-mode-19.1R2.8 signed by PackageProductionECP256_2021 method ECDSA256+SHA256" in shown
    )
    assert typist.line("show version").splitlines()[-1] == "JUNOS FIPS mode utilities [19.1R2.8]"
    assert typist.line("request system software add optional://other.tgz") == (
        "error: optional://other.tgz: No such file or directory"
    )


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("/var/tmp/none.tgz", "error: /var/tmp/none.tgz: No such file or directory"),
        ("none.tgz", "error: /var/tmp/none.tgz: No such file or directory"),
        ("/var/tmp", "error: /var/tmp: Is a directory"),
        ("http://198.51.100.7/x.tgz", "error: 198.51.100.7: No route to host\nerror: file-fetch failed"),
        ("ftp://user:secret@host/x.tgz", "error: host: No route to host\nerror: file-fetch failed"),
        ("scp://host/x.tgz", "error: host: No route to host\nerror: file-fetch failed"),
        ("other:/var/tmp/x.tgz", "error: other: No route to host\nerror: file-fetch failed"),
    ],
)
def test_sources_that_give_no_file(typist, source, answer):
    """R-SWAD-003."""
    assert typist.line(f"request system software add {source} no-validate") == answer
    assert typist.line(f"request system software validate {source}") == answer


def test_packages_of_other_platforms_are_refused(device, typist):
    path = put(device, release_of(make_device("mx104").platform, NEW))
    answer = f"ERROR: Unsupported platform mx480 for jinstall-ppc-{NEW}"
    assert typist.line(f"request system software add {path}") == answer
    assert typist.line(f"request system software validate {path}") == answer
    assert device.software.pending is None


def test_without_room_nothing_is_installed(device, typist):
    path = release(device, size=100_000)
    device.files.write("/var/tmp/large", bytes(CAPACITY - device.files.used - 50_000), SYSTEM)
    kept = f"/var/sw/pkg/junos-install-mx-x86-64-{NEW}.tgz"
    shown = typist.line(f"request system software add {path} no-validate")
    assert shown == f"ERROR: insufficient space for {kept}\nERROR: insufficient space"
    assert device.software.pending is None
    assert "'pending' set" in typist.line(f"request system software add {path} no-validate no-copy unlink")
    assert typist.line("file list /var/tmp") == "/var/tmp/:\nlarge"
    assert typist.line("file list /var/sw/pkg") == "/var/sw/pkg/:"


def test_only_the_copy_of_the_last_version_is_kept(device, typist):
    for number in (1, 2):
        put(device, other("tool", f"{number}.0", device.platform))
        typist.line(f"request system software add /var/tmp/tool-{number}.0.tgz")
    assert typist.line("file list /var/sw/pkg") == "/var/sw/pkg/:\ntool-2.0.tgz"


def test_the_configuration_is_validated_unless_that_is_skipped(device, typist):
    path = release(device)
    assert typist.line(f"request system software validate {path}").splitlines()[-2:] == [
        "mgd: commit complete",
        "Validation succeeded",
    ]
    assert device.software.pending is None


def test_a_configuration_that_does_not_fit_stops_the_installation(device, typist, monkeypatch):
    """No commit lets one in, so that the committed tree is put there."""
    typist.lines("configure", "set interfaces ge-9/9/9 unit 0 family inet filter input none")
    draft = typist.session._context.editing.candidate
    draft.freeze()
    monkeypatch.setattr(type(device), "written_configuration", property(lambda _self: draft.root))
    shown = typist.line(f"run request system software add {release(device)}").splitlines()
    assert shown[-3:] == [
        "mgd: error: configuration check-out failed",
        "Validation failed",
        f"WARNING: Current configuration not compatible with /var/tmp/junos-install-mx-x86-64-{NEW}.tgz",
    ]
    assert device.software.pending is None
    assert "'pending' set" in typist.line(f"run request system software add {release(device)} no-validate")


def test_reboot_is_part_of_the_command(device, typist):
    shown = typist.line(f"request system software add {release(device)} no-validate reboot")
    assert "System going down IMMEDIATELY" in shown
    device.lifecycle.settle()
    assert version(device) == f"Junos: {NEW}"
    user = Typist(device)
    assert "System going down" in user.line("request system software rollback reboot")
    device.lifecycle.settle()
    assert version(device) == "Junos: 19.1R2.8"


def test_vmhost_engines_install_with_the_host():
    """R-SWAD-002."""
    device = make_device("mx480-ngre-ms-mpc")
    path = release(device)
    user = Typist(device)
    assert path.startswith("/var/tmp/junos-vmhost-install-mx-x86-64-")
    shown = user.line(f"request vmhost software add {path}")
    assert "Validation succeeded" in shown
    assert "WARNING:     'request vmhost reboot' command when software installation is" in shown
    assert "'pending' set has been removed" in user.line(
        "request vmhost software delete junos-vmhost-install-mx"
    )
    assert "Validation succeeded" in user.line(f"request vmhost software validate {path}")
    assert "Shutdown at Wed Jul  8 07:05:00 2020" in user.line(
        f"request vmhost software add {path} reboot in 5"
    )
    assert "syntax error" in Typist(make_device()).send("request vmhost software add x\r")


def test_the_other_engine_does_not_answer(typist):
    assert (
        typist.line("request system software add x re1")
        == "error: Could not connect to re1 : No route to host"
    )


def test_several_packages_in_one_command(device, typist):
    for name in ("one", "two"):
        put(device, other(name, "1.0", device.platform))
    typist.line("request system software add set [ one-1.0.tgz two-1.0.tgz ]")
    assert [added.name for added in device.software.current.added] == ["one", "two"]


def test_maintenance_is_needed(device):
    reader = Typist(device, permissions=("view",))
    assert "unknown command" in reader.send("request system software add x\r")


def test_a_root_of_the_user_is_trusted_when_it_is_given(device, typist):
    root = Authority.create()
    path = release(device, authority=root)
    assert "subject issuer mismatch" in typist.line(f"request system software add {path}")
    device.software.roots = lambda: (root.pem,)
    assert "'pending' set" in typist.line(f"request system software add {path}")


class Ticking(ManualClock):
    """Time passes with every look at it, so that slices of work end."""

    def monotonic(self):
        self.advance(0.001)
        return super().monotonic()


def begin(user, line):
    """Type a line and let the session begin with its work."""
    user.session.feed(f"{line}\r".encode())
    while not user.device.software.is_busy:
        user.session.wake()


def test_two_users_do_not_work_on_packages_at_once():
    device = make_device(clock=Ticking())
    path = release(device, size=2_000_000)
    one, two = Typist(device), Typist(device)
    begin(one, f"request system software add {path} no-validate")
    answer = two.line(f"request system software delete {NEW}")
    assert answer == "error: another package operation is in progress"
    assert "'pending' set" in one.read()
    assert "'pending' set" in two.line(f"request system software add {path} no-validate")


def test_an_installation_that_is_interrupted_leaves_nothing():
    device = make_device(clock=Ticking())
    path = release(device, size=2_000_000)
    user = Typist(device)
    begin(user, f"request system software add {path} no-validate")
    while not (parts := device.files.listing("/var/sw/pkg", SYSTEM)):
        user.session.wake()
    assert [part.name for part in parts] == [f"junos-install-mx-x86-64-{NEW}.tgz.part"]
    user.send("\x03")
    assert device.software.pending is None
    assert not device.software.is_busy
    assert user.line("file list /var/sw/pkg") == "/var/sw/pkg/:"


def test_a_file_that_changes_after_its_verification_is_not_kept(device):
    path = release(device, size=600_000)
    found = opened(device.files, path, SYSTEM)
    times = 0

    def read(at, size):
        nonlocal times
        times += at == 0
        data = found.read(at, size)
        return data if times == 1 else data[:-1] + b"\0"

    work = installing.add(device, replace(found, read=read), Wishes(validates=False), SYSTEM)
    with pytest.raises(FileProblem, match="Authentication error"):
        list(work)
    assert times == 2
    assert device.software.pending is None
    assert device.files.listing("/var/sw/pkg", SYSTEM) == ()


def test_show_system_software(typist):
    shown = typist.line("show system software").splitlines()
    assert shown[:6] == [
        "Information for os-kernel:", "", "Comment:",
        "JUNOS OS Kernel 64-bit  [20190926.ca2fd68_builder_stable_11]", "", "",
    ]  # fmt: skip
    assert "Description:" in typist.line("show system software detail")
    assert "<name>os-kernel</name>" in typist.line("show system software | display xml")


def test_whenever_the_power_is_lost_the_device_has_the_old_or_the_new_software():
    """The storage loses power at each of its operations; a restart finds one of both, and a package is whole."""
    plan = blueprint()
    info = release_of(plan.platform, NEW)
    data = build(info, image_authority(), size=64)
    first = MemoryStorage()
    prepared = plan.build("r1", ManualClock(), SeededEntropy(2), first)
    prepared.files.write("/var/tmp/x.tgz", data, SYSTEM)
    files = {}

    def collect(folder):
        for name in first.names(folder):
            below = f"{folder}/{name}" if folder else name
            if name.endswith("/"):
                collect(below.rstrip("/"))
            else:
                files[below] = first.read(below)

    collect("")
    crash_at, finished = 0, False
    while not finished:
        storage, done = CrashingStorage(files), False
        device = plan.build("r1", ManualClock(), SeededEntropy(2), storage)
        storage.operations, storage.crash_at = 0, crash_at
        try:
            source = opened(device.files, "/var/tmp/x.tgz", SYSTEM)
            list(without_pauses(installing.add(device, source, Wishes(validates=False), SYSTEM)))
            source.close()
            done = True
            device.software.activate()
            finished = True
        except Crash:
            pass
        for found in storage.outcomes():
            software = Software(plan.platform, CrashingStorage(found))
            has_new = NEW in (software.release, software.pending.release if software.pending else "")
            assert has_new or not done
        crash_at += 1
    assert crash_at > 12


# ---------------------------------------------------------------------- images without FIPS mode

FLEX = f"jinstall-host-qfx-5e-flex-x86-64-{NEW}-secure-signed"
REFUSED = f"FIPS mode is not supported by the flex image {FLEX}"


def add_flex(device, *, wait=False):
    path = put(device, flex_release_of(device.platform, NEW))
    assert path == f"/var/tmp/{FLEX}.tgz"
    shown = Typist(device).line(f"request system software add {path} no-validate")
    if not wait and device.software.pending is not None:
        reboot(device)
    return shown


@pytest.mark.parametrize("wait", [False, True])
def test_a_flex_image_of_a_switch_has_no_fips_mode(wait):
    """R-PLAT-003: the commit is refused while it runs, and while it waits for the boot."""
    device = make_device("qfx5210-64c")
    add_flex(device, wait=wait)
    typist = Typist(device)
    shown = typist.lines("configure", "set system fips level 1", "commit")
    assert REFUSED in shown
    assert "commit complete" not in shown
    typist.lines("rollback 0", "set system host-name r2", "commit", "exit")
    assert device.host_name == "r2"
    if wait:
        typist.line("request system software delete jinstall")
    else:
        typist.line("request system software rollback")
        typist = reboot(device)
    assert "commit complete" in typist.lines("configure", "set system fips level 1", "commit")


@pytest.mark.parametrize("fips", [False, True])
def test_a_flex_image_is_not_installed_where_fips_mode_is_asked_for(fips):
    """R-PLAT-003: in FIPS mode, and between the commit that asks for it and the boot."""
    device = make_device("qfx5120-48y", fips=fips)
    if not fips:
        Typist(device).lines("configure", "set system fips level 1", "commit")
        assert device.fips_wanted()
    assert "FIPS mode is not supported by flex images" in add_flex(device)
    assert device.software.pending is None


def test_a_rollback_in_fips_mode_does_not_lead_to_a_flex_image():
    """R-PLAT-003."""
    device = make_device("qfx5120-48y")
    add_flex(device)
    path = release(device)
    Typist(device).line(f"request system software add {path} no-validate")
    typist = reboot(device)
    typist.lines("configure", "set system fips level 1", "commit")
    typist = reboot(device)
    assert device.fips_mode
    assert "FIPS mode is not supported by flex images" in typist.line("request system software rollback")
    assert device.software.pending is None


def test_routers_have_no_flex_images(device):
    assert flex_release_of(device.platform, NEW) is None

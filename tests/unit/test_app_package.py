"""`junosim package build`, and which root a device that is run trusts."""

from __future__ import annotations

import stat
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from junosim.app import package
from junosim.app.main import app
from junosim.app.run import Order, _draft
from junosim.clock import ManualClock
from junosim.entropy import SeededEntropy
from junosim.fips.faults import Faults
from junosim.packages import PackageProblem, verified
from junosim.slices import finish

NOW = datetime(2020, 7, 8, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The working directory; the root of the user is in `data` below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_data_path", lambda _name: tmp_path / "data")
    return tmp_path


def run(*words):
    found = CliRunner().invoke(app, ["package", "build", *words])
    return found.exit_code, found.stdout, found.stderr


def info_of(path, roots):
    data = path.read_bytes()
    return finish(verified(lambda at, size: data[at : at + size], len(data), roots, NOW, Faults())).info


@pytest.mark.parametrize(
    ("words", "file", "version"),
    [
        (("mx480", "--release", "19.4R1.10"), "junos-install-mx-x86-64-19.4R1.10.tgz", "19.4R1.10"),
        (("mx104", "--fips"), "jpfe-fips-powerpc-19.1R3-S7.2.tgz", "19.1R3-S7.2"),
        (
            ("qfx5210-64c", "--release", "20.4R1.1", "--flex"),
            "jinstall-host-qfx-5e-flex-x86-64-20.4R1.1-secure-signed.tgz",
            "20.4R1.1",
        ),
        (("mx480", "--fips", "--package-version", "9.9"), "jpfe-fips-powerpc-9.9.tgz", "9.9"),
        (("qfx5120-48t", "--name", "py-tools"), "py-tools-20.2R1-S1.3.tgz", "20.2R1-S1.3"),
    ],
)
def test_a_package_is_made_and_its_file_named(folder, words, file, version):
    assert run(*words) == (0, f"{file}\n", "")
    root = folder / "data" / "root-ca"
    assert info_of(folder / file, [(root / "root.pem").read_bytes()]).version == version
    assert stat.S_IMODE((root / "root.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_the_root_is_made_once_and_can_be_shared(folder):
    shared = folder / "shared"
    for release in ("1.0", "2.0"):
        assert run("mx480", "--release", release, "--root-ca", str(shared), "-o", str(folder))[0] == 0
    roots = package.trusted_roots(shared)
    assert info_of(folder / "junos-install-mx-x86-64-1.0.tgz", roots).version == "1.0"
    assert info_of(folder / "junos-install-mx-x86-64-2.0.tgz", roots).version == "2.0"
    assert package.trusted_roots(None) == ()
    assert not (folder / "data").exists()


def test_bad_packages_are_made_for_training(folder):
    assert run("mx480", "--fips", "--defect", "expired", "-o", "x.tgz") == (0, "x.tgz\n", "")
    with pytest.raises(PackageProblem, match="certificate has expired"):
        info_of(folder / "x.tgz", package.trusted_roots(None))
    assert run("mx480", "--fips", "--signer", "Somebody", "-o", "y.tgz", "--size", "9")[0] == 0
    with pytest.raises(PackageProblem, match="CN=Somebody"):
        info_of(folder / "y.tgz", [])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("mx480",), "give one of --release, --fips and --name"),
        (("mx480", "--fips", "--name", "x"), "give one of --release, --fips and --name"),
        (("mx1", "--fips"), "unknown platform 'mx1'"),
        (("qfx5120-48t", "--fips"), "FIPS mode needs no package on qfx5120-48t"),
        (("mx480", "--release", "19.4R1.10", "--flex"), "there are no flex images for mx480"),
        (("qfx5120-48t", "--flex"), "give one of --release, --fips and --name"),
        (("qfx5120-48t", "--flex", "--fips"), "--flex needs --release"),
        (("mx480", "--release", "../x"), "'../x' is no name or version of a package"),
        (("mx480", "--fips", "--defect", "odd"), "'odd' is no defect; there are unsigned, tampered"),
        (("mx480", "--fips", "-o", "none/x.tgz"), "none/x.tgz: No such file or directory"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(folder, words, text):
    status, output, errors = run(*words)
    assert (status, output) == (2, "")
    assert errors.startswith(f"junosim: {text}")
    assert errors.count("\n") == 1


def test_a_damaged_root_is_refused(folder):
    (folder / "ca").mkdir()
    (folder / "ca" / "root.pem").write_text("x")
    (folder / "ca" / "root.key").write_text("x")
    assert run("mx480", "--fips", "--root-ca", "ca")[2] == "junosim: ca/root.key: cannot be read\n"


def test_a_device_that_is_run_trusts_a_root_that_is_made_later(folder):
    order = Order(platform="mx480", root_ca=folder / "ca")
    device = _draft(order).build("r1", ManualClock(), SeededEntropy(1))
    assert device.software.roots() == ()
    assert run("mx480", "--fips", "--root-ca", "ca")[0] == 0
    assert device.software.roots() == ((folder / "ca" / "root.pem").read_bytes(),)

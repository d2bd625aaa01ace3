"""Platform files: the MX480 as its guide describes it, and the errors of a wrong file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.load import tree_of
from junosim.config.stores import Stores
from junosim.errors import CommitError, PlatformError
from junosim.platforms import Platform, equipments, load_platform, platform_names, read_platform
from junosim.resources import data_folder
from junosim.schema import release as releases
from junosim.schema.presence import existing_on

if TYPE_CHECKING:
    from pathlib import Path

MX480 = data_folder("platforms") / "mx480.toml"


@pytest.fixture
def mx480() -> Platform:
    return load_platform("mx480")


def test_mx480_is_listed_and_read_once(mx480):
    assert "mx480" in platform_names()
    assert load_platform("mx480") is mx480


def test_mx480_identity(mx480):
    assert (mx480.model, mx480.release, mx480.schema) == ("mx480", "19.1R2.8", "mx19")
    assert mx480.context == ""
    assert mx480.shell_prompt.format(host="r1", directory="~") == "root@r1:~ # "


def test_banner_cuts_the_kernel_name_as_the_guide_shows(mx480):
    assert (
        mx480.login_banner(mx480.release)
        == "--- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190926.ca2fd68_buil"
    )


def test_mx480_hardware(mx480):
    assert [card.description for card in mx480.line_cards] == ["MPC7E 3D 40XGE", "MS-MPC", "MS-MPC"]
    assert [engine.model for engine in mx480.routing_engines] == ["RE-S-1800x4"]
    ports = {(port.kind, port.name) for port in mx480.ports}
    assert {("management", "fxp0"), ("service", "ms-1/0/0"), ("service", "ms-4/0/0")} <= ports
    kinds = {part.kind for part in mx480.chassis.parts}
    assert kinds >= {"midplane", "pem", "fan", "cb", "routing-engine", "fpc"}


def test_ports_of_network_cards_belong_to_a_pic_that_is_there(mx480):
    pics = {
        f"{card.name.removeprefix('FPC ')}/{part.name.removeprefix('PIC ')}"
        for card in mx480.line_cards
        for part in card.parts
        if part.kind == "pic"
    }
    for port in mx480.ports:
        if "/" in port.name:
            assert port.name.split("-")[1].rpartition("/")[0] in pics


def test_unknown_platform_is_named():
    with pytest.raises(PlatformError, match=r"unknown platform 'mx999'.*mx480"):
        load_platform("mx999")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('model = "mx480"\n', "", "bad.toml: model: is missing"),
        ('model = "mx480"\n', "model = 480\n", "bad.toml: model: must be a str"),
        ('model = "mx480"\n', 'model = "mx480"\ncolour = "grey"\n', "bad.toml: colour: is not a key"),
        ('software = "mx-', 'software = "my-', "bad.toml: software: there is no software 'my-19.1R2.8'"),
        ('"re{slot}"', '"re{slit}"', "bad.toml: prompts.zeroizes: bad template"),
        ('kind = "management"', 'kind = "magic"', r"bad.toml: ports\[0\].kind: 'magic' is no kind"),
        ('kind = "led"', 'kind = "lamp"', r"bad.toml: panel\[1\].kind: 'lamp' is neither"),
        ('shows = "alarms"', 'shows = "songs"', r"bad.toml: panel\[1\].shows: 'songs' is none of status,"),
        ('does = "reset"', "", r"bad.toml: panel\[7\].does: is missing"),
        (
            "processors = 4",
            'processors = "four"',
            r"bad.toml: equipment.engines.re1800.processors: must be a int",
        ),
        ('usual = ["re1800"', 'usual = ["re1900"', r"bad.toml: equipment.usual: the first must be"),
        ('serial-numbers = ["9009237267", "9009237351"]', "serial-numbers = []", "serial-numbers: must be 1"),
        ("idle-load = 0.04", "idle-load = true", "bad.toml: times.idle-load: must be a number"),
        ("[prompts]", "[prompts", "bad.toml: "),
        ('name = "FPC 4"', 'name = "FPC 1"', "chassis.part: 'FPC 1' is there twice"),
    ],
)
def test_wrong_files_are_refused_by_key(tmp_path: Path, old: str, new: str, message: str):
    text = MX480.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "bad.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlatformError, match=message):
        read_platform(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{kernel}", "{cernel}", "banner: bad template"),
        ('"at permission level"', '"somehow"', "auth-event: must be one of at permission level,"),
        ('["os-libs", "JUNOS OS libs", "os"]', '["os-libs"]', r"packages\[1\]: must be"),
        ('["os-libs", "JUNOS OS libs"', '["os-kernel", "JUNOS OS libs"', "'os-kernel' is there twice"),
        ('version = "19.1R2.8"', 'version = "19.1R2.8"\ncolour = "grey"', "colour: is not a key"),
    ],
)
def test_wrong_software_is_refused_by_key(tmp_path: Path, monkeypatch, old: str, new: str, message: str):
    shutil.copytree(data_folder("platforms"), tmp_path / "platforms")
    file = tmp_path / "platforms" / "software" / "mx-19.1R2.8.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr("junosim.platforms.reading.data_folder", lambda name: tmp_path / name)
    with pytest.raises(PlatformError, match=message):
        read_platform(tmp_path / "platforms" / "mx480.toml")


# Rows R-PLAT-002, R-PLAT-003: what the guides name.
@pytest.mark.parametrize("chassis", ["mx240", "mx480", "mx960"])
def test_every_certified_pair_of_the_guide_is_there(chassis):
    names = equipments(chassis)
    for pair in ("re1800-mpc7e", "ngre-mpc7e", "ngre-ms-mpc", "re1800-ms-mpc", "re-s-x6-64g-ms-mpc"):
        assert f"{chassis}-{pair}" in names
        platform = load_platform(f"{chassis}-{pair}")
        has_services = any(port.kind == "service" for port in platform.ports)
        assert has_services == pair.endswith("ms-mpc")
        assert platform.routing_engines[0].is_guest == ("vmhost" in platform.traits) == ("re1800" not in pair)
    assert [engine.name for engine in load_platform(f"{chassis}-dual").routing_engines] == ["re0", "re1"]


def test_equipment_that_a_chassis_does_not_have_is_refused():
    with pytest.raises(PlatformError, match="mx480 has no equipment 'ngre'; it has: re1800-mpc7e"):
        load_platform("mx480-ngre")
    with pytest.raises(PlatformError, match="it has: one"):
        load_platform("ex4650-48y-dual")


# Rows R-VERS-001 to R-VERS-004: sizes of the lists in the guides, without host, model and release.
@pytest.mark.parametrize(
    ("name", "size", "last"),
    [
        ("mx104", 29, "JUNOS FIPS mode utilities [19.1R3-S7.2]"),
        ("mx480", 70, "JUNOS FIPS mode utilities [19.1R2.8]"),
        ("qfx5120-48t", 73, "JUNOS Host qfx-5e data-plane package [20.2R1-S1.3]"),
    ],
)
def test_package_lists(name, size, last):
    platform = load_platform(name)
    listed = platform.packages_listed(fips=True)
    assert len(listed) == size
    assert listed[-1].comment == last
    without = platform.packages_listed(fips=False)
    assert [package for package in listed if package not in without] == list(platform.fips.packages)
    assert not any("FIPS" in package.title for package in without)


def test_fips_packages_of_switches_stand_in_their_place():
    names = [package.name for package in load_platform("qfx5120-48t").packages_listed(fips=True)]
    assert names[names.index("fips-mode") - 1] == "jail-runtime"


# Rows R-PLAT-004, R-PLAT-005.
def test_model_strings():
    assert {name: load_platform(name).model for name in platform_names()} == {
        "ex4650-48y": "ex4650-48y-8c",
        "mx104": "mx104",
        "mx240": "mx240",
        "mx480": "mx480",
        "mx960": "mx960",
        "qfx5120-32c": "qfx5120-32c",
        "qfx5120-48t": "qfx5120-48t-6c",
        "qfx5120-48y": "qfx5120-48y-8c",
        "qfx5200-48y": "qfx5200-48y",
        "qfx5210-64c": "qfx5210-64c",
    }


# Rows R-PORT-001 to R-PORT-004.
def test_panel_of_the_mx104():
    panel = {fixture.name: fixture for fixture in load_platform("mx104").panel}
    assert panel["10-Gigabit Ethernet SFP ports"].count == 4
    assert panel["Alarm LEDs"].count == panel["USB ports"].count == 2
    assert panel["Reset button"].classes == ("control in",)
    assert panel["Serial console"].classes == ("data in", "data out", "control in", "status out")
    assert panel["Aux"].classes == ()
    assert len([fixture for fixture in panel.values() if fixture.kind == "led"]) == 7


@pytest.mark.parametrize("name", platform_names())
def test_the_factory_configuration_is_right_but_for_the_password_of_root(name):
    platform = load_platform(name)
    release = releases.load(platform.schema)
    visible = existing_on(platform.traits)
    root, loaded = tree_of(release.configuration, platform.factory_configuration, visible=visible)
    assert loaded.problems == ()
    stores = Stores(release.configuration, ManualClock())
    stores.shared.replace(root)
    with pytest.raises(CommitError) as caught:
        Committer(stores).check(stores.shared)
    assert [problem.message for problem in caught.value.problems] == [
        "Missing mandatory statement: 'root-authentication'"
    ]


def test_a_factory_configuration_that_is_not_there_is_reported(tmp_path):
    text = MX480.read_text()
    (tmp_path / "bad.toml").write_text(text.replace("mx.factory.conf", "../secret"))
    with pytest.raises(PlatformError, match=r"bad\.toml: factory-configuration: there is no file"):
        read_platform(tmp_path / "bad.toml")

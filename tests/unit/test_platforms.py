"""Platform files: the MX480 as its guide describes it, and the errors of a wrong file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.load import tree_of
from junosim.config.stores import Stores
from junosim.errors import CommitError, PlatformError
from junosim.platforms import Platform, load_platform, platform_names, read_platform
from junosim.resources import data_folder
from junosim.schema import release as releases

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
    assert mx480.login_banner == "--- JUNOS 19.1R2.8 Kernel 64-bit  JNPR-11.0-20190926.ca2fd68_buil"


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
        ("{kernel}", "{cernel}", "bad.toml: software.banner: bad template"),
        ('["os-libs", "JUNOS OS libs", "os"]', '["os-libs"]', r"bad.toml: software.packages\[1\]: must be"),
        ('["os-libs", "JUNOS OS libs"', '["os-kernel", "JUNOS OS libs"', "'os-kernel' is there twice"),
        ('kind = "management"', 'kind = "magic"', r"bad.toml: ports\[0\].kind: 'magic' is no kind"),
        ("processors = 4", 'processors = "four"', r"bad.toml: routing-engine\[0\].processors: must be a int"),
        ("idle-load = 0.04", "idle-load = true", "bad.toml: times.idle-load: must be a number"),
        ("[software]", "[software", "bad.toml: "),
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


@pytest.mark.parametrize("name", platform_names())
def test_the_factory_configuration_is_right_but_for_the_password_of_root(name):
    platform = load_platform(name)
    release = releases.load(platform.schema)
    root, loaded = tree_of(release.configuration, platform.factory_configuration)
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

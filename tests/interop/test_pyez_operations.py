"""PyEZ (junos-eznc): commands, calls, tables, files, the shell and software."""

from __future__ import annotations

from hashlib import sha256

import pytest
from jnpr.junos import exception
from jnpr.junos.op.arp import ArpTable
from jnpr.junos.op.ethport import EthPortTable
from jnpr.junos.op.fpc import FpcHwTable, FpcInfoTable
from jnpr.junos.op.inventory import ModuleTable
from jnpr.junos.op.lldp import LLDPNeighborTable
from jnpr.junos.op.nd import NdTable
from jnpr.junos.op.phyport import PhyPortErrorTable, PhyPortStatsTable, PhyPortTable
from jnpr.junos.op.routes import RouteSummaryTable, RouteTable
from jnpr.junos.op.systemstorage import SystemStorageTable
from jnpr.junos.utils.fs import FS
from jnpr.junos.utils.scp import SCP
from jnpr.junos.utils.start_shell import StartShell
from jnpr.junos.utils.sw import SW

from junosim.packages import build, image_authority, release_of
from junosim.platforms import load_platform

pytestmark = pytest.mark.interop

NEW = "19.4R1.10"


@pytest.fixture
def dev(pyez, junos_device):
    return pyez(junos_device)


def test_commands_and_calls(dev):
    assert "Model: mx480" in dev.cli("show version", warning=False)
    assert (
        dev.cli("show version", format="xml", warning=False).findtext("junos-version").strip() == "19.1R2.8"
    )
    assert dev.display_xml_rpc("show interfaces terse fxp0").tag == "get-interface-information"
    assert dev.rpc.get_interface_information(interface_name="fxp0", terse=True).tag == "interface-information"
    answer = dev.rpc.get_software_information({"format": "json"})
    assert answer["software-information"][0]["junos-version"][0]["data"] == "19.1R2.8"
    assert "Model: mx480" in dev.rpc.get_software_information({"format": "text"}).text
    with pytest.raises(exception.RpcError) as problem:
        dev.rpc.get_nothing_at_all()
    assert problem.value.rpc_error["bad_element"] == "get-nothing-at-all"
    with pytest.raises(exception.RpcError):
        dev.cli("show nothing", warning=False)


def test_a_call_that_takes_too_long(dev):
    dev.timeout = 1
    with pytest.raises(exception.RpcTimeoutError):
        dev.rpc.ping(host="192.0.2.77", count="1")


def test_who_may_not(pyez, junos_device):
    reader = junos_device.users[1]
    dev = pyez(junos_device, user=reader.name, passwd=reader.password)
    assert dev.rpc.get_system_information().findtext("hardware-model").strip() == "mx480"
    with pytest.raises(exception.PermissionError):
        dev.rpc.request_reboot()


def test_tables(pyez, make_junos_device):
    dev = pyez(make_junos_device())
    ports = PhyPortTable(dev).get()
    assert ("xe-0/0/0", "up", "down", 1514, "10Gbps") in [
        (port.name, port.admin, port.oper, port.mtu, port.speed) for port in ports
    ]
    assert EthPortTable(dev).get("xe-0/0/1")["xe-0/0/1"].present is True
    assert PhyPortStatsTable(dev).get("xe-0/0/1")["xe-0/0/1"].rx_bytes == 0
    assert PhyPortErrorTable(dev).get("xe-0/0/1")["xe-0/0/1"]["rx_err_fifo"] == 0
    assert {fpc.key: fpc.state for fpc in FpcInfoTable(dev).get()}["0"] == "Online"
    assert "FPC 0" in FpcHwTable(dev).get()
    assert ("Routing Engine 0", "RE-S-1800x4") in [(part.jname, part.type) for part in ModuleTable(dev).get()]
    assert RouteTable(dev).get()["192.0.2.0/24"].via == "fxp0.0"
    assert RouteSummaryTable(dev).get()["inet.0"].dests == 2
    assert [system.filesystems["/dev/gpt/junos"].mounted_on for system in SystemStorageTable(dev).get()] == [
        "/.mount"
    ]
    for table in (ArpTable, NdTable, LLDPNeighborTable):
        assert list(table(dev).get()) == []


def test_files(dev, tmp_path):
    fs = FS(dev)
    here = tmp_path / "notes"
    here.write_text("one\ntwo\n")
    with SCP(dev) as scp:
        scp.put(str(here), remote_path="/var/tmp/notes")
        scp.get("/var/tmp/notes", local_path=str(tmp_path / "back"))
    assert (tmp_path / "back").read_text() == "one\ntwo\n"
    assert fs.cat("/var/tmp/notes").strip() == "one\ntwo"
    assert fs.ls("/var/tmp")["files"]["notes"]["size"] == 8
    assert fs.stat("/var/tmp/notes")["owner"] == "crypto-officer"
    assert fs.checksum("/var/tmp/notes", calc="sha256") == sha256(b"one\ntwo\n").hexdigest()
    assert fs.cp("/var/tmp/notes", "/var/tmp/copy") is True
    assert fs.mv("/var/tmp/copy", "/var/tmp/moved") is True
    assert fs.tgz("/var/tmp/moved", "/var/tmp/moved.tgz") is True
    assert fs.rm("/var/tmp/moved") is True
    assert "moved" not in fs.ls("/var/tmp")["files"]
    assert fs.cwd("/var/tmp") is not None
    assert fs.pwd().strip() == "/var/tmp"
    assert fs.storage_usage()["/dev/gpt/junos"]["mount"] == "/.mount"
    assert fs.mkdir("/var/tmp/made") is True
    assert fs.rmdir("/var/tmp/made") is True


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves packages open
def test_software(dev, tmp_path):
    name = f"junos-install-mx-x86-64-{NEW}.tgz"
    (tmp_path / name).write_bytes(build(release_of(load_platform("mx480"), NEW), image_authority()))
    (tmp_path / "bad.tgz").write_bytes(b"no package")
    software = SW(dev)
    done, said = software.install(package=str(tmp_path / "bad.tgz"), no_copy=False)
    assert not done
    assert "bad.tgz" in said or "ERROR" in said
    done, said = software.install(package=str(tmp_path / name), validate=True, checksum_algorithm="sha256")
    assert done
    assert "'pending' set will be activated at next reboot" in said
    assert software.reboot(in_min=5).startswith("Shutdown at")


def test_the_shell(dev):
    with StartShell(dev) as shell:
        done, said = shell.run("echo hello")
        assert (done, "hello" in said) == (True, True)
        assert shell.run("ls /nowhere")[0] is False
        assert "Junos: 19.1R2.8" in shell.run("cli -c 'show version'")[1]

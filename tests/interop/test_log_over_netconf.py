"""The log exported as the guide of the switches sets it up: a key of RSA, a user who may trace, `ssh -s netconf`."""

from __future__ import annotations

import subprocess

import pytest

from interop_clients import TRUST_ANYBODY
from netconf_session import GUIDE_HELLO

pytestmark = pytest.mark.interop

SET_UP = (
    "set system login class monitor permissions trace",
    'set system login user syslog-mon class monitor authentication ssh-rsa "{key}"',
    "set system services netconf ssh",
    "set system syslog file messages any any",
    'set system login message "this is NDcPP test device"',
)
CALL = b"<rpc><get-syslog-events><stream>messages</stream></get-syslog-events></rpc>\n]]>]]>\n"


@pytest.mark.parametrize("door", ["ssh", "netconf"])
def test_the_log_goes_where_the_guide_sends_it(make_junos_device, needs_openssh, tmp_path, door):
    """R-NCS-001 to R-NCS-009, R-BAN-007, T-HELLO."""
    key = tmp_path / "syslog-monitor"
    comment = "syslog-monitor key pair"
    subprocess.run(
        ["ssh-keygen", "-q", "-b", "2048", "-t", "rsa", "-C", comment, "-N", "", "-f", key], check=True
    )
    device = make_junos_device("qfx5120-48t", hostname="starfire")
    public = key.with_suffix(".pub").read_text().strip()
    device.cli(" ; ".join(("configure", *(line.format(key=public) for line in SET_UP), "commit")))
    access = getattr(device, door)
    words = [
        "ssh",
        *TRUST_ANYBODY,
        "-i",
        key,
        "-p",
        str(access.port),
        "-s",
        f"syslog-mon@{access.host}",
        "netconf",
    ]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        process.stdin.write(CALL)
        process.stdin.flush()
        said = b""
        while b"<syslog-events>\n" not in said:
            said += process.stdout.readline()
        hello, _, rest = said.decode().partition("]]>]]>\n")
        assert hello.startswith(GUIDE_HELLO)
        session = hello.partition("<session-id>")[2].partition("</session-id>")[0]
        assert rest.startswith("<rpc-reply ")
        device.cli("configure ; set system location floor 3 ; commit")
        lines = []
        while "UI_COMMIT_COMPLETED" not in "".join(lines):
            lines.append(process.stdout.readline().decode())
    finally:
        process.kill()
        _, errors = process.communicate()
    assert b"this is NDcPP test device" in errors  # the banner of SSH, before all else
    log = device.cli("show log messages | no-more").splitlines()
    start = log.index(lines[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").rstrip("\n"))
    shown = [
        line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").rstrip("\n") for line in lines
    ]
    assert log[start : start + len(shown)] == shown
    mode = "client-mode 'netconf'"
    login = next(line for line in log if f"'syslog-mon' login, class 'j-monitor' [{session}]" in line)
    assert login.endswith(mode)
    assert any(f"mgd[{session}]: UI_NETCONF_CMD: User 'syslog-mon' used NETCONF" in line for line in log)

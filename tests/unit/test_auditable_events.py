"""The table of auditable events of the guide of the switches: each row has a script, and its lines stand in the log.

R-AUD-018; the rows are those of T-SFR, the lines those of the guide with what differs from device to device as a
pattern. Where the guide asks for contents that its sample does not show (the result of an update, the old and the new
time, the trust anchors), the line is ours: see docs/fidelity.md.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncssh
import pytest

from evidence import SECRET, Evidence
from junosim.access.passwords import make_hash
from junosim.device import trust_log
from junosim.entropy import SeededEntropy
from junosim.packages import Defect, build, image_authority, release_of
from junosim.servers.ssh import SshServer
from junosim.servers.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS, PORT = "10.1.5.153", 36784
USERS = {"root2": "super-user", "test1": "read-only", "idler": "idle"}
LIMITS = f"""
system {{
    root-authentication {{ encrypted-password "{make_hash(SECRET, SeededEntropy(3))}"; }}
    login {{
        retry-options {{ tries-before-disconnect 2; lockout-period 5; }}
        class idle {{ idle-timeout 6; permissions all; }}
    }}
}}
"""
PACKAGE = "/var/tmp/junos-vmhost-install.tgz"


def switch(**options):
    return Evidence("starfire", "2021-01-03 09:59:36", USERS, platform="qfx5120-48y", more=LIMITS, **options)


# --- the scripts -------------------------------------------------------------------------------------------------


def local_login(device):
    device.console().log_in("root2", SECRET)


def local_login_of_root(device):
    device.console().log_in("root", SECRET)


def failed_local_login(device):
    device.console().log_in("root", "wrong")


def remote_login(device):
    client = device.client(ADDRESS, PORT)
    assert client.password("test1")
    client.shell()


def failed_remote_login(device):
    assert not device.client(ADDRESS, PORT).password("test1", "wrong")


def update(device, **how):
    content = build(release_of(device.device.platform, "20.4R1.10"), image_authority(), size=64, **how)
    device.place(PACKAGE, content)
    device.typist("root2").send(f"request system software add {PACKAGE} no-validate\r")


def update_of_an_unknown_issuer(device):
    update(device, defect=Defect.UNKNOWN_ISSUER)


def new_anchors(device):
    roots = [image_authority().pem]
    device.device.software.roots = lambda: list(roots)
    trust_log.current(device.device)
    roots.clear()
    trust_log.current(device.device)


def management(device):
    device.typist("root2").lines(
        "configure",
        "set system location floor 3",
        "set system radius-server 1.2.3.4 secret s3cret",
        "commit",
        "exit",
    )


def self_test(device):
    device.typist("root2").line("request system fips self-test")


def set_date(device):
    device.typist("root2").lines("set date 202204221532.00", "show system uptime")


def set_date_wrong(device):
    device.typist("root2").line("set date 202213221532.00")


def idle_local(device):
    console = device.console()
    console.log_in("idler", SECRET)
    console.wait(7 * 60)


def idle_remote(device):
    client = device.client(ADDRESS, PORT)
    assert client.password("idler")
    client.shell()
    for _ in range(7):
        device.clock.advance(60)
        client.read()


def local_logout(device):
    console = device.console()
    console.log_in("root2", SECRET)
    console.send("exit\r")


def remote_logout(device):
    client = device.client(ADDRESS, PORT)
    assert client.asked("root2")
    client.shell()
    client.leave()


def nothing_in_common(device):
    """With a real client: this is what the SSH library finds."""

    async def visit():
        workers = Workers()
        async with SshServer(device.front, workers) as server:
            host, port = server.address
            with suppress(asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost):
                await asyncssh.connect(
                    host, port, known_hosts=None, config=None, kex_algs=["diffie-hellman-group1-sha1"]
                )
        workers.close()

    asyncio.run(visit())


def lockout(device):
    client = device.client(ADDRESS, PORT)
    for password in ("wrong", "wrong again"):
        assert not client.password("test1", password)


# --- the rows ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """What has to be audited, how it is brought about, and patterns of the lines, in their order."""

    requirements: str
    event: str
    script: Callable[[Evidence], None]
    lines: tuple[str, ...]
    fips: bool = False


LOCAL = r"login\[\d+\]: LOGIN_INFORMATION: User root2 logged in from host \[unknown\] on device ttyu0"
ACCEPTED = rf"sshd\[\d+\]: Accepted keyboard-interactive/pam for root2 from {ADDRESS} port {PORT} ssh2"
GONE = rf"sshd\[\d+\]: Received disconnect from {ADDRESS} port {PORT}:11: disconnected by user"
REFUSED = rf"sshd: SSHD_LOGIN_FAILED: Login failed for user 'test1' from host '{ADDRESS}'"
ADDED = (
    rf"mgd\[\d+\]: UI_CMDLINE_READ_LINE: User 'root2', command 'request system software add {PACKAGE} "
    r"no-validate '"
)
IDLE = r"cli: UI_CLI_IDLE_TIMEOUT: Idle timeout for user 'idler' exceeded and session terminated"
INVALID = (
    r"veriexec\[\d+\]: cannot validate /packages/db/pkginst\.\d+/manifest\.ecerts: "
    r"subject issuer mismatch: /C=US/.*"
)
IA = "FIA_UIA_EXT.1 FIA_UAU_EXT.2"
UPDATE = "FMT_MOF.1/ManualUpdate FPT_TUD_EXT.1"
CHANNEL = "FTP_ITC.1 FTP_TRP.1/Admin"

ROWS = (
    Row(IA, "successful local login", local_login, (LOCAL,)),
    Row(
        IA, "successful local login of root", local_login_of_root,
        (
            LOCAL.replace("root2", "root"),
            r"login\[\d+\]: LOGIN_ROOT: User root logged in as root from host \[unknown\] on device ttyu0",
        ),
    ),
    Row(
        IA, "unsuccessful local login", failed_local_login,
        (
            r"login\[\d+\]: LOGIN_PAM_AUTHENTICATION_ERROR: Failed password for user root",
            r"login\[\d+\]: LOGIN_FAILED: Login failed for user root from host ttyu0",
        ),
    ),
    Row(
        IA, "successful remote login", remote_login,
        (
            r"mgd\[(\d+)\]: UI_AUTH_EVENT: Authenticated user 'test1' assigned to class 'j-read-only'",
            r"mgd\[(\d+)\]: UI_LOGIN_EVENT: User 'test1' login, class 'j-read-only' \[\d+\], "
            rf"ssh-connection '{ADDRESS} {PORT} [\d.]+ 22', client-mode 'cli'",
        ),
    ),
    Row(IA, "unsuccessful remote login", failed_remote_login, (REFUSED,)),
    Row(
        UPDATE, "an update, and its result", update,
        (ADDED, rf"mgd\[\d+\]: Software add of '{PACKAGE}' by user 'root2' succeeded"),
    ),
    Row(
        f"{UPDATE} FIA_X509_EXT.1/Rev FPT_TUD_EXT.2", "an update that fails, with its reason and certificate",
        update_of_an_unknown_issuer,
        (ADDED, INVALID, rf"mgd\[\d+\]: Software add of '{PACKAGE}' by user 'root2' failed: .+"),
    ),
    Row(
        "FIA_X509_EXT.1/Rev", "trust anchors that come and go", new_anchors,
        (
            r"mgd\[\d+\]: Trust anchor added by user 'root': /C=.+",
            r"mgd\[\d+\]: Trust anchor removed by user 'root': /C=.+",
        ),
    ),
    Row(
        "FMT_SMF.1", "management activities", management,
        (
            r"mgd\[\d+\]: UI_DBASE_LOGIN_EVENT: User 'root2' entering configuration mode",
            r"""mgd\[\d+\]: UI_CFG_AUDIT_SET: User 'root2' set: \[system location floor\] <unconfigured> -> "3\"""",
            r"mgd\[\d+\]: UI_CMDLINE_READ_LINE: User 'root2', command 'set system location floor 3 '",
            r"mgd\[\d+\]: UI_CFG_AUDIT_SET_SECRET: User 'root2' set: \[system radius-server 1\.2\.3\.4 secret\]",
            r"mgd\[\d+\]: UI_COMMIT: User 'root2' requested 'commit' operation \(comment: none\)",
            r"mgd\[\d+\]: UI_COMMIT_COMPLETED: commit complete",
            r"mgd\[\d+\]: UI_DBASE_LOGOUT_EVENT: User 'root2' exiting configuration mode",
        ),
    ),
    Row(
        "FPT_TST_EXT.1", "self-tests", self_test,
        (
            r"mgd\[\d+\]: UI_CMDLINE_READ_LINE: User 'root2', command 'request system fips self-test '",
            r"mgd: Running FIPS Self-tests",
            r"mgd: .*Passed",
            r"mgd: FIPS Self-tests Passed",
        ),
        fips=True,
    ),
    Row(
        "FPT_STM_EXT.1", "a change of the time: old, new, origin", set_date,
        (
            r"mgd\[\d+\]: UI_CMDLINE_READ_LINE: User 'root2', command 'set date 202204221532\.00 '",
            r"mgd\[\d+\]: Time changed by user 'root2' from '192\.0\.2\.9': 2021-01-03 09:59:36 UTC -> "
            r"2022-04-22 15:32:00 UTC",
            r"mgd\[\d+\]: UI_CMDLINE_READ_LINE: User 'root2', command 'show system uptime '",
        ),
    ),
    Row(
        "FPT_STM_EXT.1", "a change of the time that fails", set_date_wrong,
        (r"mgd\[\d+\]: Change of time by user 'root2' from '192\.0\.2\.9' failed: 2021-01-03 09:59:36 UTC -> .+",),
    ),
    Row("FTA_SSL_EXT.1", "the end of an idle local session", idle_local, (IDLE,)),
    Row("FTA_SSL.3", "the end of an idle remote session", idle_remote, (IDLE,)),
    Row(
        "FTA_SSL.4", "a user ends his local session", local_logout,
        (r"mgd\[\d+\]: UI_LOGOUT_EVENT: User 'root2' logout",),
    ),
    Row(f"FTA_SSL.4 {CHANNEL}", "a trusted path begins and ends", remote_logout, (ACCEPTED, GONE)),
    Row(CHANNEL, "a trusted path fails: initiator and target", failed_remote_login, (REFUSED,)),
    Row(
        "FCS_SSHS_EXT.1", "no session over SSH: the reason", nothing_in_common,
        (
            r"sshd\[\d+\]: Unable to negotiate with 127\.0\.0\.1 port \d+: no matching key exchange method found\. "
            r"Their offer: diffie-hellman-group1-sha1.*",
        ),
    ),
    Row(
        "FIA_AFL.1", "a lockout", lockout,
        (
            r"sshd\[\d+\]: LIBJNX_LOGIN_ACCOUNT_LOCKED: Account for user 'test1' has been locked out from logins",
            r"sshd: SSHD_LOGIN_ATTEMPTS_THRESHOLD: Threshold for unsuccessful authentication attempts \(2\) "
            r"reached by user 'test1'",
        ),
    ),
)  # fmt: skip

REQUIRED = frozenset(
    (
        "FIA_UIA_EXT.1", "FIA_UAU_EXT.2", "FMT_MOF.1/ManualUpdate", "FPT_TUD_EXT.1", "FMT_SMF.1", "FPT_TST_EXT.1",
        "FPT_STM_EXT.1", "FTA_SSL_EXT.1", "FTA_SSL.3", "FTA_SSL.4", "FTP_ITC.1", "FTP_TRP.1/Admin", "FCS_SSHS_EXT.1",
        "FIA_X509_EXT.1/Rev", "FPT_TUD_EXT.2", "FIA_AFL.1",
    )
)  # fmt: skip
"""The requirements of the table that have an auditable event."""
_HEADER = re.compile(r"[A-Z][a-z]{2} [ \d]\d [\d:]{8}  starfire ")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.event.replace(" ", "-"))
def test_each_row_of_the_table_has_its_lines(row):
    """R-AUD-008 to R-AUD-014, R-AUD-017 to R-AUD-019, R-AUD-021, R-AUD-022."""
    device = switch(fips=row.fips)
    row.script(device)
    log = [line[_HEADER.match(line).end() :] for line in device.log()]
    rest = iter(log)
    missing = [wanted for wanted in row.lines if not any(re.fullmatch(wanted, line) for line in rest)]
    assert missing == [], "\n".join(log)


def test_every_requirement_has_a_row():
    assert {name for row in ROWS for name in row.requirements.split()} == REQUIRED

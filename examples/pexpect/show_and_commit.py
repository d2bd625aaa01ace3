"""OpenSSH's client driven by pexpect against a simulated router.

pip install junosim pexpect
python show_and_commit.py
"""

import pexpect

import junosim

PROMPT = r"[\w.-]+@[\w.:-]+[>#] $"


def main() -> None:
    with junosim.start("mx480") as router:
        ssh = router.ssh
        trust = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
        session = pexpect.spawn(
            f"ssh {trust} -p {ssh.port} {ssh.user}@{ssh.host}", encoding="utf-8", timeout=20
        )
        session.expect("[Pp]assword:")
        session.sendline(ssh.password)
        session.expect(PROMPT)

        def send(line: str) -> str:
            session.sendline(line)
            session.expect(PROMPT)
            return session.before.replace("\r", "").partition("\n")[2]

        send("set cli screen-length 0")
        print(send("show version").splitlines()[1])
        send("configure")
        send("set system host-name edge-1")
        print(send("show | compare"))
        assert "commit complete" in send("commit and-quit")
        session.sendline("exit")
        session.expect(pexpect.EOF)

        print(router.cli("show configuration system host-name"), end="")


if __name__ == "__main__":
    main()

"""Lead a switch as it is delivered into FIPS mode, on its console.

pip install junosim
python enable_fips.py
"""

import junosim

PASSWORD = "Choose-1-better"


def main() -> None:
    with junosim.start("qfx5120-48t", factory=True) as switch:
        console = switch.console
        console.send("\r")
        console.expect("login: ")
        console.send("root\r")
        console.expect("% ")
        console.send("cli\r")
        console.expect("root> ")
        for line, prompt in (
            ("configure", "root# "),
            ("set system root-authentication plain-text-password", "New password:"),
            (PASSWORD, "Retype new password:"),
            (PASSWORD, "root# "),
            ("set system fips level 1", "root# "),
            ("commit and-quit", "root> "),
            ("request system reboot", "(no) "),
        ):
            console.send(f"{line}\r")
            console.expect(prompt)
        console.send("yes\r")
        print(f"it is in {switch.wait_for('fips', timeout=20)} mode")
        with switch.session(user="root") as shell:
            print(shell.send("cli\r").split("\n")[-1])


if __name__ == "__main__":
    main()

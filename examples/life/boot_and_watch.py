"""Watch a router boot into FIPS mode on its console.

pip install junosim
python boot_and_watch.py
"""

import junosim


def main() -> None:
    with junosim.start("mx480") as router:
        router.console.read()  # what it showed when it was started
        router.power_cycle()
        state = router.wait_for("fips", timeout=10)
        console = router.console.read()
        print(*[line for line in console.splitlines() if "Self-tests" in line], sep="\n")
        print(f"it is {state}; {console.count(' Passed')} lines say Passed")
        print(router.cli("show version | match Junos:"), end="")


if __name__ == "__main__":
    main()

"""Break one known-answer test: the router panics at its next boot, again and again, until it is installed anew.

pip install junosim
python break_a_self_test.py
"""

import junosim


def main() -> None:
    with junosim.start("mx480") as router:
        router.faults.add(kat="openssl/AES-GCM")
        router.power_cycle()
        print(f"it is in {router.wait_for('panic', timeout=10)}")
        print(*[line for line in router.console.read().splitlines() if "Failed" in line], sep="\n")

        router.boot(media="usb")  # nothing else helps
        print(f"it is {router.wait_for(timeout=10)}")


if __name__ == "__main__":
    main()

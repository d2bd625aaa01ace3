#!/usr/bin/env bash
# OpenSSH's own client against a simulated router, from a shell script.
#
#     pip install junosim
#     ./show_version.sh
set -euo pipefail

scratch=$(mktemp -d)
junosim run mx480 --port 0 --json >"$scratch/router.json" &
router=$!
trap 'kill "$router" 2>/dev/null; wait "$router"; rm -rf "$scratch"' EXIT

until [[ -s $scratch/router.json ]]; do
    kill -0 "$router" # fails when the router could not start
    sleep 0.1
done

# Picks one value out of the JSON: `field ssh port`, `field users 0 name`.
field() {
    python3 - "$scratch/router.json" "$@" <<'END'
import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2:]:
    value = value[int(key) if isinstance(value, list) else key]
print(value)
END
}

# OpenSSH asks a program for the password where there is no terminal to ask.
printf '#!/bin/sh\necho "%s"\n' "$(field users 0 password)" >"$scratch/askpass"
chmod 700 "$scratch/askpass"
export SSH_ASKPASS=$scratch/askpass SSH_ASKPASS_REQUIRE=force

ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -p "$(field ssh port)" "$(field users 0 name)@127.0.0.1" \
    "show version | match Junos:" </dev/null

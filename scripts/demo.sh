#!/usr/bin/env bash
# The README's first command: sets up, compiles example 01 for all three targets and shows it; then pushes it to a
# stand-in router, plays an attack into that, and shows who was binned.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund >&2
elif [ ! -f dist/cli.js ]; then
  npm run --silent build >&2
fi

policy=examples/01-sinbin-ladder/policy.sbn
show() {
  printf '\n\033[1m── %s\033[0m\n\n' "$*"
  "$@"
}
sinbinc() { node dist/cli.js "$@"; }

show cat "$policy"
show sinbinc compile "$policy" --target routeros
show sinbinc compile "$policy" --target nftables
show sinbinc compile "$policy" --target nixos
show sinbinc explain "$policy"

log=$(mktemp)
node dist/cli.js lab --port 0 >"$log" 2>&1 &
lab=$!
trap 'kill "$lab"; rm -f "$log"' EXIT
for _ in $(seq 100); do
  port=$(grep -oE '127\.0\.0\.1:[0-9]+' "$log" | head -n 1 | cut -d: -f2 || true)
  [ -z "$port" ] || break
  sleep 0.1
done
export SINBIN_PASSWORD=""
device=routeros://admin@127.0.0.1:$port

# The lab sees this host as 127.0.0.1, which the policy does not trust; without --allow-lockout that is refused.
show sinbinc push "$policy" --device "$device" --yes --allow-lockout
show node scripts/demo-attack.mjs "$port"
show sinbinc status edge --device "$device"

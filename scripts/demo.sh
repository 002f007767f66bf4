#!/usr/bin/env bash
# The README's first command: sets up, then compiles example 01 for all three targets and shows it.
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

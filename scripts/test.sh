#!/usr/bin/env bash
# Everything that has to hold, on a fresh checkout: installs what the tests need, runs the static checks and
# all tests, and ends with the line "N passed, N failed". A failed check does not keep the tests from running.
#
# With CI=true or SINBIN_REQUIRE_ALL=1 a missing program is an error and a skipped test counts as failed;
# otherwise the tests that need the kernel or Nix may skip, and say why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ "${CI:-}" == "true" ]]; then export SINBIN_REQUIRE_ALL=1; fi
required=${SINBIN_REQUIRE_ALL:-0}
export PATH="$PATH:/usr/sbin:/sbin"

say() { printf '== %s\n' "$*" >&2; }

as_root() {
  if ((EUID == 0)); then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

install_programs() {
  local -A package_of=([nft]=nftables [ip]=iproute2 [nix-instantiate]=nix-bin [hping3]=hping3
    [shellcheck]=shellcheck [systemd-analyze]=systemd [socat]=socat)
  # Servers that people would not want to be started by a test, and large programs: CI alone gets them.
  if [[ "$required" == 1 ]]; then
    package_of[chromium]=chromium
    package_of[fail2ban-client]=fail2ban
    package_of[sshd]=openssh-server
    package_of[ansible-playbook]=ansible-core
  fi
  local program missing=()
  for program in "${!package_of[@]}"; do
    command -v "$program" >/dev/null || missing+=("${package_of[$program]}")
  done
  ((${#missing[@]} == 0)) && return 0
  say "installing ${missing[*]}"
  command -v apt-get >/dev/null || return 1
  # A stale or partly unreachable list may still hold these packages, so the install decides.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" \
    </dev/null >&2 || return 1
}

if ! install_programs; then
  say "could not install what the kernel and Nix tests need"
  if [[ "$required" == 1 ]]; then exit 1; fi
fi

if [[ ! -e node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
  say "npm ci"
  npm ci --no-fund --no-audit >&2
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=()

# The same words as `npm run check:static`, in two lanes of about the same length, and each whatever the others say, so
# that a formatting slip does not hide a failing test.
checks() {
  local check well=0
  for check in "$@"; do npm run --silent "$check" || well=1; done
  return "$well"
}
checks lint >"$scratch/lint" 2>&1 &
lane=$!
checks typecheck format:check check:imports check:unused check:package || failed+=("static checks")
wait "$lane" || failed+=("lint")
cat "$scratch/lint"
SINBIN_TEST_REPORT="$scratch/report.json" npm test --silent || failed+=("tests")

if ((${#failed[@]} > 0)); then say "failed: ${failed[*]}"; fi
if [[ ! -e "$scratch/report.json" ]]; then
  say "vitest wrote no report"
  exit 1
fi
# Last of all, so that the counts are the last line.
node scripts/test-counts.mjs "$scratch/report.json" || exit 1
((${#failed[@]} == 0))

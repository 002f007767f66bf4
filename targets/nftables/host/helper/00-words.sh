#!/bin/sh
# sinbin: who is in the bins of this host's policies, and what to do about it. Made by sinbinc.
# Needs nft, awk and a POSIX shell. What it knows of a policy stands in lines that begin with "#@".
set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin

policies=${SINBIN_POLICIES:-/etc/sinbin}
state=${SINBIN_STATE:-/var/lib/sinbin}

usage() {
  cat <<'END'
usage: sinbin [-p POLICY] COMMAND

  list [--all] [--list NAME] [--plain]   who is in the bin; --plain: addresses alone
  why ADDRESS                            which lists an address is on, and what acts on that
  ban ADDRESS [--for TIME] [--list NAME] [--since EPOCH] [--force]
                                         into the bin; never shortens a ban
  forgive ADDRESS [--banned-for TIME]    off every list; or only a ban of that length, off the bins
  clear [--list NAME]                    everybody off every list
  status [--prometheus]                  what is loaded, how full, what the rules did

  load | unload                          put the rules in (who is listed stays so); take them off
  save | restore                         keep who is listed over a reboot
  keep                                   save; load again if somebody flushed the rules

TIME is 90s, 10m, 4h, 1d12h, 2w, seconds, or forever.
Exit: 0 done; 1 not so (nobody there, not loaded); 2 wrong usage; 3 trouble.
END
}

say() { printf '%s\n' "$*"; }
warn() { printf 'sinbin: %s\n' "$*" >&2; }
fail() {
  warn "$*"
  exit 3
}
misuse() {
  warn "$*"
  exit 2
}

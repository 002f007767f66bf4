/**
 * What runs on a host, for a POSIX shell. Words of ours come as `$1`, `$2`, …, texts for nft by standard input;
 * nothing is ever put together from them. `$1` is the table.
 */

/** How a script ends beside 0; nft's own code is 1. */
export const ending = {
  noNft: 90,
  notAllowed: 91,
  busy: 93,
  noRoom: 94,
  changed: 95,
  decided: 96,
  refused: 97,
} as const;

const setting = `
PATH=$PATH:/usr/sbin:/sbin LC_ALL=C
export PATH LC_ALL
umask 077
lock=/run/sinbinc-$1
`;

/** The rules and sets without members and counters: whether somebody else has changed them. */
const sum = `"$(nft -s -t list table inet "$1" 2>/dev/null | cksum)"`;

/** An earlier push that may still be taken back; one that has died is none. */
const isBusy = `[ -r "$lock/deadline" ] && [ "$(date +%s)" -le "$(cat "$lock/deadline")" ]`;

/** What the host is, and its table; each part under a line that begins with `#`. */
export const readScript: string = `${setting}
command -v nft >/dev/null || exit ${ending.noNft}
tables=$(nft list tables) || exit ${ending.notAllowed}
printf '#identity %s\\n' "$(uname -n)"
printf '#kernel %s\\n' "$(uname -r)"
printf '#version %s\\n' "$(nft --version)"
printf '#client %s\\n' "\${SSH_CONNECTION:-}"
printf '#sum %s\\n' ${sum}
if ${isBusy}; then echo '#busy'; fi
ip -o address 2>/dev/null | awk '{ sub("/.*", "", $4); print "#address " $4 }'
echo '#chains'
nft list chains
if printf '%s\\n' "$tables" | grep -qxF "table inet $1"; then
  echo '#table'
  nft list table inet "$1" || exit 1
fi
`;

/**
 * Takes a change back, \`$2\` seconds from now. Who removes the folder \`open.$3\` decides, this or the commit.
 * \`$1\` is the folder of the push.
 */
const backScript = `PATH=$PATH:/usr/sbin:/sbin
sleep "$2"
rmdir "$1/open.$3" 2>/dev/null || exit 0
nft -f "$1/revert" 2>"$1/why" || { sleep 1; nft -f "$1/revert" 2>"$1/why"; } ||
  logger -t sinbinc "the rules of $1 could not be put back: $(cat "$1/why")" 2>/dev/null
rm -rf "$1"
`;

const stopTimer = `
if [ -r "$lock/unit" ]; then systemctl stop "$(cat "$lock/unit")" 2>/dev/null
elif [ -r "$lock/timer" ]; then kill "$(cat "$lock/timer")" 2>/dev/null; fi
rm -rf "$lock"
`;

/**
 * Arms the timer that takes the change back, then makes it. \`$2\` is the sum of the table as it was planned for, \`$3\`
 * the seconds until it is taken back. Input: the files \`load\` and \`revert\`. Prints the token of the commit.
 *
 * A transient timer of systemd outlives the session; it acts in the network namespace of the first process, and is
 * of use only in that.
 */
export const applyScript: string = `${setting}
if ! mkdir "$lock" 2>/dev/null; then
  if ${isBusy}; then exit ${ending.busy}; fi
  rm -rf "$lock"
  mkdir "$lock" || exit ${ending.noRoom}
fi
now=$(date +%s)
echo "$((now + $3 + 5))" >"$lock/deadline"
token=$now-$$
mkdir "$lock/open.$token" && cd "$lock" && awk '/^#file /{ file = $2; next } { print >file }' ||
  { rm -rf "$lock"; exit ${ending.noRoom}; }
if [ ${sum} != "$2" ]; then rm -rf "$lock"; exit ${ending.changed}; fi
cat >back <<'END'
${backScript}END
unit=sinbinc-back-$1-$token
if [ -d /run/systemd/system ] && [ "$(readlink /proc/self/ns/net)" = "$(readlink /proc/1/ns/net)" ] &&
  systemd-run -q --collect --on-active="$3" --timer-property=AccuracySec=100ms --unit="$unit" \\
    /bin/sh "$lock/back" "$lock" 0 "$token" >/dev/null 2>&1; then
  echo "$unit.timer" >unit
elif command -v setsid >/dev/null; then
  setsid sh "$lock/back" "$lock" "$3" "$token" </dev/null >/dev/null 2>&1 &
  echo "$!" >timer
else
  nohup sh "$lock/back" "$lock" "$3" "$token" </dev/null >/dev/null 2>&1 &
  echo "$!" >timer
fi
if ! nft -f load; then
  rmdir "open.$token"
  ${stopTimer}
  exit ${ending.refused}
fi
echo "$token"
`;

/** Makes a change stay. \`$2\` is its token. Input: what nothing uses any more, for nft. */
export const commitScript: string = `${setting}
rmdir "$lock/open.$2" 2>/dev/null || exit ${ending.decided}
${stopTimer}
nft -f -
`;

/** Takes a change back at once. \`$2\` is its token. */
export const takeBackScript: string = `${setting}
[ -d "$lock/open.$2" ] || exit ${ending.decided}
sh "$lock/back" "$lock" 0 "$2"
`;

/** One transaction. Input: the text for nft. */
export const changeScript: string = `${setting}
nft -f -
`;

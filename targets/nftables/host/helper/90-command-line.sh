# --- the command line ----------------------------------------------------------------------------

only=
list=
all=
plain=
during=
since=
force=
banned_for=
prometheus=
address=
command=

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    -p | --policy | --list | --for | --since | --banned-for)
      [ $# -ge 2 ] || misuse "$1 wants a word behind it"
      case $1 in
        -p | --policy) only=$2 ;;
        --list) list=$2 ;;
        --for) during=$2 ;;
        --since) since=$2 ;;
        --banned-for) banned_for=$2 ;;
      esac
      shift
      ;;
    --all) all=1 ;;
    --plain) plain=1 ;;
    --force) force=1 ;;
    --prometheus) prometheus=1 ;;
    -*) misuse "$1 is no option; see sinbin --help" ;;
    *)
      if [ -z "$command" ]; then
        command=$1
      elif [ -z "$address" ]; then
        address=$1
      else
        misuse "$1 is one word too many"
      fi
      ;;
  esac
  shift
done

case $command in
  why | ban | forgive)
    [ -n "$address" ] || misuse "$command wants an address"
    # An IPv4 address that a program with an IPv6 socket saw.
    case $address in ::ffff:*.*.*.* | ::FFFF:*.*.*.*) address=${address##*:} ;; esac
    family=$(family_of "$address")
    [ -n "$family" ] || misuse "$address is no address of a host"
    ;;
  list | clear | status | load | unload | save | restore | keep)
    # People name a policy behind these.
    [ -z "$address" ] || only=$address
    ;;
  "")
    usage >&2
    exit 2
    ;;
  *) misuse "there is no command $command; see sinbin --help" ;;
esac
case $since in *[!0-9]*) misuse "--since wants seconds since 1970" ;; esac
if [ -n "$banned_for" ]; then
  length=$(milliseconds "$banned_for")
  [ -n "$length" ] || misuse "$banned_for is no time; 4h or 1d12h would be, or forever"
  banned_for=$length
fi
case $only in *[!A-Za-z0-9_-]*) misuse "$only is no name of a policy's file" ;; esac

names=$(policy_names)
[ -n "$names" ] || fail "no policy${only:+ $only} in $policies"
nft list tables >/dev/null 2>&1 || fail "nft may not read the firewall: run this as root"
work=$(mktemp -d) || fail "no place for a temporary file"
trap 'rm -rf "$work"' EXIT
trap 'exit 3' HUP INT TERM

if [ "$command" = ban ]; then
  case ${SSH_CONNECTION:-} in
    "$address "*) [ -n "$force" ] || misuse "$address is where you are logged in from; --force bans it all the same" ;;
  esac
  count=$(printf '%s\n' "$names" | grep -c .)
  [ "$count" = 1 ] || misuse "there are several policies here ($(printf '%s\n' "$names" | paste -sd, -)); choose with -p"
fi

status=0
for policy in $names; do
  open_policy "$policy"
  case $command in
    load | unload | keep) [ -z "$(fact loader)" ] || misuse "$(fact loader) loads the rules of $title; reload that" ;;
  esac
  case $command in
    list) list_policy ;;
    why)
      why_policy
      is_listed || status=1
      ;;
    ban) ban_policy ;;
    forgive) forgive_policy && forgiven=1 ;;
    clear) clear_policy ;;
    status) status_policy >>"$work/status" || status=1 ;;
    save) save_policy || status=1 ;;
    restore) restore_policy ;;
    load) load_policy ;;
    unload) unload_policy ;;
    keep) keep_policy ;;
  esac || status=$?
done
case $command in
  status) if [ -n "$prometheus" ]; then prometheus_headed <"$work/status"; else cat "$work/status"; fi ;;
  forgive) [ -n "${forgiven:-}" ] || {
    say "$address is on no list here"
    status=1
  } ;;
esac
exit "$status"

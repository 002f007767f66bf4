# --- commands of everyday ------------------------------------------------------------------------

# Sets chosen and plain and all from the words after `list` and `clear`.
wanted_lists() {
  if [ -n "$list" ]; then
    wanted=$(list_called "$list")
    [ -n "$wanted" ]
  elif [ -n "$all" ]; then
    wanted=
  else
    wanted=$(bins)
    [ -n "$wanted" ]
  fi
}

list_policy() {
  wanted_lists || return 0
  learning_sets "$wanted" | while read -r set list_of _ _ _ per; do
    if [ -n "$plain" ]; then
      suffix=
      [ "$per" = - ] || suffix=/$per
      members_of "$set" | awk -v suffix="$suffix" '{ print $1 suffix }'
    else
      members_of "$set" | awk -v list="$(list_title "$list_of")" -v per="$per" "$awk_times"'
        { printf "%-40s %-20s %s\n", $1 (per == "-" ? "" : "/" per), list, $3 == "-" ? "for ever" : for_people($3) }'
    fi
  done
}

why_policy() {
  say "$title:"
  is_loaded || say "  its rules are not loaded"
  printf '%s\n' "$facts" | awk -v family="$family" '$1 == "set" && $4 == family { print $2, $3, $5, $7 }' |
    while read -r set list_of kind per; do
      found=$(member_at "$set" "$(held_as "$address" "$per")")
      [ -n "$found" ] || continue
      # shellcheck disable=SC2086 # three words
      set -- $found
      case $kind in
        hosts | intervals) say "  on $(list_title "$list_of"): the policy says so ($1)" ;;
        *) say "  on $(list_title "$list_of"): $1, for $(told_time "$3") more, of $(told_time "$2")" ;;
      esac
      nft list table inet "$table" 2>/dev/null | awk -v set="@$set" '
        function after(word, i) { for (i = 1; i < NF; i++) if ($i == word) return $(i + 1); return "" }
        {
          for (i = 1; i <= NF; i++) if ($i == set && $(i - 1) != "update" && $(i - 1) != "add") {
            comment = ""
            if (match($0, /comment "[^"]*"/)) comment = substr($0, RSTART + 9, RLENGTH - 10)
            end = ""
            for (j = 1; j <= NF; j++) if ($j ~ /^(drop|accept|return|reject|jump|goto|update)$/) { end = $j; if ($j ~ /jump|goto|update/) end = end " " $(j + 1); }
            negated = $(i - 1) == "!=" ? " (for those not on it)" : ""
            printf "      %s: %s%s, %s packets so far\n", comment == "" ? "a rule" : comment, end == "" ? "counts" : end, negated, after("packets") + 0
            break
          }
        }'
    done
}

# Whether an address is on any list that the policy learns, to tell it by the exit code.
is_listed() {
  learning_sets "" "$family" | while read -r set _ _ _ _ per; do
    [ -z "$(member_at "$set" "$(held_as "$address" "$per")")" ] || say "$set"
  done | grep -q .
}

ban_policy() {
  if [ -n "$list" ]; then
    target=$(list_called "$list")
    [ -n "$target" ] || misuse "$title has no list \"$list\""
  else
    target=$(bins)
    target=${target%% *}
    [ -n "$target" ] || misuse "$title drops nobody by a list that learns; name one with --list"
  fi
  is_loaded || fail "the rules of $title are not loaded"
  time=$during
  [ -n "$time" ] || time=$(printf '%s\n' "$facts" | awk -v list="$target" '$1 == "time" && $2 == list { print $3; exit }')
  [ -n "$time" ] || misuse "$title gives no time to ${list:-that list}; say --for TIME"
  length=$(milliseconds "$time")
  [ -n "$length" ] || misuse "$time is no time; 4h or 1d12h would be, or forever"
  left=$length
  if [ -n "$since" ] && [ "$length" != forever ]; then
    left=$(awk -v whole="$length" -v since="$since" -v now="$(date +%s)" \
      'BEGIN { gone = (now - since) * 1000; if (gone < 0) gone = 0; printf "%.0f\n", whole - gone }') ||
      fail "the time that is left cannot be told"
    [ "$left" -gt 0 ] || {
      say "$address: that ban is over already"
      return 0
    }
  fi
  # For ever goes beside those for a time, where a list has a set for each.
  wanted_kind=dynamic
  if [ "$length" = forever ] && learning_sets "$target" "$family" | grep -q ' kept '; then wanted_kind=kept; fi
  chosen=$(learning_sets "$target" "$family" | awk -v kind="$wanted_kind" '$4 == kind')
  [ -n "$chosen" ] || fail "$title has no place for IPv$family in $(list_title "$target")"
  # shellcheck disable=SC2086 # six words
  set -- $chosen
  set=$1
  held=$(held_as "$address" "$6")
  found=$(member_at "$set" "$held")
  present=
  if [ -n "$found" ]; then
    present=${found##* }
    if [ "$present" = - ] || { [ "$left" != forever ] && [ "$present" -ge "$left" ]; }; then
      say "$address is in $(list_title "$target") already, for $(told_time "$present")"
      return 0
    fi
  fi
  element=$held
  if [ "$left" != forever ]; then
    element="$held $(awk -v t="$length" -v e="$left" "$awk_times"' BEGIN { print "timeout " as_nft(t) (e < t ? " expires " as_nft(e) : "") }')"
  fi
  add="add element inet $table $set { $element }"
  # An element that is there keeps its timer on Linux before 6.12, so it goes and comes in one transaction.
  [ -z "$present" ] || add="delete element inet $table $set { $held }
$add"
  if ! why=$(printf '%s\n' "$add" | nft -f - 2>&1); then
    case $why in
      *"Too many open files in system"*) fail "$(list_title "$target") is full ($5 members); nobody was added" ;;
      *) fail "$why" ;;
    esac
  fi
  saved_too
  say "$address is in $(list_title "$target") of $title for $(told_time "$left")"
  trusted=$(printf '%s\n' "$facts" | awk -v family="$family" '$1 == "set" && $4 == family && $5 ~ /hosts|intervals/ { print $2, $3 }' |
    while read -r set list_of; do [ -z "$(member_at "$set" "$address")" ] || list_title "$list_of"; done)
  [ -z "$trusted" ] || warn "$address is also on the policy's own $(say "$trusted" | sort -u | paste -sd, -), whose rules may let it pass"
}

forgive_policy() {
  scope=
  [ -z "$banned_for" ] || scope=$(bins)
  [ -z "$banned_for" ] || [ -n "$scope" ] || return 1
  off=$(learning_sets "$scope" "$family" | while read -r set _ _ _ _ per; do
    held=$(held_as "$address" "$per")
    found=$(member_at "$set" "$held")
    [ -n "$found" ] || continue
    if [ -n "$banned_for" ]; then
      # shellcheck disable=SC2086 # three words
      set -- "$set" $found
      length=$3
      [ "$length" = - ] && length=forever
      [ "$length" = "$banned_for" ] || continue
      set=$1
    fi
    say "delete element inet $table $set { $held }"
  done)
  [ -n "$off" ] || return 1
  # One that runs out meanwhile would fail the whole: then each by itself.
  if ! printf '%s\n' "$off" | nft -f - 2>/dev/null; then
    printf '%s\n' "$off" | while read -r line; do say "$line" | nft -f - 2>/dev/null; done
  fi
  saved_too
  say "$address is off the lists of $title"
}

clear_policy() {
  all=1
  wanted_lists || misuse "$title has no list \"$list\""
  learning_sets "$wanted" | while read -r set rest; do
    [ -z "$(nft -t list set inet "$table" "$set" 2>/dev/null)" ] || say "flush set inet $table $set"
  done | nft -f - || fail "nothing was cleared"
  saved_too
  say "everybody is off ${list:-every list} of $title"
}

# --- over a reboot and a reload ------------------------------------------------------------------

saved_file() { say "$state/$policy.saved"; }

# Writes a file whole or not at all. @param 1 its path
whole() {
  mkdir -p "${1%/*}" && cat >"$1.new" && sync "$1.new" 2>/dev/null
  mv -f "$1.new" "$1"
}

# "set address timeout left" of everybody listed, in milliseconds or "-".
listed() {
  learning_sets "" | while read -r set rest; do members_of "$set" | awk -v set="$set" '{ print set, $0 }'; done
}

save_policy() {
  is_loaded || {
    warn "$title is not loaded; what was saved before stays"
    return 1
  }
  # The time first: whoever is listed while we read comes out with less time, never with more.
  now=$(date +%s)
  body=$(listed)
  count=$(printf '%s' "$body" | awk 'END { print NR }')
  {
    say "sinbin-saved 1 $now $table"
    [ -z "$body" ] || say "$body"
    say "end $count $(printf '%s' "$body" | cksum | awk '{ print $1 }')"
  } | whole "$(saved_file)" || fail "cannot write $(saved_file)"
}

# After a change by hand, if there is a saved file: nobody forgiven comes back with it.
saved_too() { [ ! -e "$(saved_file)" ] || save_policy; }

# What was saved, as "set address timeout left" with the time since then taken off; nothing, and a
# word on why, if the file is not whole.
saved_members() {
  from=$(saved_file)
  [ -e "$from" ] || return 0
  body=$(awk 'NR > 1 && $1 != "end"' "$from")
  sum=$(printf '%s' "$body" | cksum | awk '{ print $1 }')
  awk -v sum="$sum" -v table="$table" '
    NR == 1 { good = NF == 4 && $1 == "sinbin-saved" && $2 == 1 && $3 ~ /^[0-9]+$/ && $4 == table; next }
    $1 == "end" { ended = NF == 3 && $2 == lines + 0 && $3 == sum; next }
    { lines++; if (ended || NF != 4 || $2 !~ /^[0-9a-fA-F.:]+$/ || $3 !~ /^([0-9]+|-)$/ || $4 !~ /^([0-9]+|-)$/) good = 0 }
    END { exit !(good && ended) }' "$from" || {
    warn "$from is damaged, or of another version or policy: nobody is taken from it"
    return 0
  }
  known=$(learning_sets "" | awk '{ print $1, $3 }')
  { printf '%s\n' "$known"; say --; cat "$from"; } | awk -v now="$(date +%s)" -v from="$from" '
    !body && $1 == "--" { body = 1; next }
    !body { family[$1] = $2; next }
    $1 == "sinbin-saved" { gone = (now - $3) * 1000; if (gone < 0) gone = 0; next }
    $1 == "end" { next }
    !($1 in family) || family[$1] != (index($2, ":") ? 6 : 4) { strangers++; next }
    $4 == "-" { print; next }
    $4 > gone { printf "%s %s %s %.0f\n", $1, $2, $3, $4 - gone }
    END { if (strangers) printf "sinbin: %d in %s are on lists that the policy has no more\n", strangers, from > "/dev/stderr" }'
}

# "set address timeout left" as commands for nft, a thousand addresses each, on a line each.
as_commands() {
  awk -v table="$table" "$awk_times"'
    function flush() { if (count) print "add element inet " table " " set " { " elements " }"; count = 0; elements = "" }
    {
      if ($1 != set || count == 1000) flush()
      set = $1
      # A timer that runs longer than its timeout would be refused.
      text = $2
      if ($4 != "-") text = text " timeout " as_nft($3 == "-" || $3 + 0 < $4 + 0 ? $4 : $3) " expires " as_nft($4)
      elements = elements (count++ ? ", " : "") text
    }
    END { flush() }'
}

# Those of "set address timeout left" whom the kernel does not list yet.
not_yet_listed() {
  cat >"$work/wanted"
  { listed; say --; cat "$work/wanted"; } | awk '
    !body && $1 == "--" { body = 1; next }
    !body { there[$1 " " $2] = 1; next }
    !(($1 " " $2) in there)'
}

# Adds command by command what could not be added at once, and tells how many found no place.
add_in_parts() {
  refused=$(while read -r line; do
    say "$line" | nft -f - 2>/dev/null && continue
    say "$line" | awk '{ n = gsub(/,/, ","); print n + 1 }'
  done <"$1" | awk '{ sum += $1 } END { print sum + 0 }')
  [ "$refused" = 0 ] || warn "$refused addresses could not be listed again: no room, or the kernel refused them"
}

restore_policy() {
  is_loaded || fail "$title is not loaded; nobody can be listed"
  saved_members | not_yet_listed | as_commands >"$work/add"
  [ -s "$work/add" ] || return 0
  nft -f "$work/add" 2>/dev/null || add_in_parts "$work/add"
}

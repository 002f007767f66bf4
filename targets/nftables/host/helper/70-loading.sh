# --- loading -------------------------------------------------------------------------------------

# Sets of the policy's lists in the kernel that are not as the file declares them: lines
# "move SET NEWSET", "lose SET", or "renew SET" if the file fills it. nft would refuse another type or flags, and keep an old size in silence.
migrations() {
  {
    printf '%s\n' "$facts"
    say --
    nft -t list table inet "$table" 2>/dev/null
  } | awk '
    function check() {
      if (set == "") return
      if (set in declared) {
        if (shape == declared[set]) return
        print (learns[set] ? (type == of[set] ? "move " set " " set : "lose " set) : "renew " set)
        return
      }
      # A set of a list of ours under the name that went with another max, or with other kinds of entries.
      for (list in lists) {
        stem = "list_" list "_"
        if (index(set, stem) != 1) continue
        rest = substr(set, length(stem) + 1)
        if (rest !~ /^p?[46](_max[0-9]+)?(_per[0-9]+)?$/) continue
        per = match(rest, /_per[0-9]+$/) ? substr(rest, RSTART + 4) : "-"
        digit = substr(rest, rest ~ /^p/ ? 2 : 1, 1)
        to = ""
        if (rest ~ /^p/) to = place[list " " digit " kept " per]
        if (to == "") to = place[list " " digit " dynamic " per]
        if (to != "") print "move " set " " to
      }
    }
    !body && $1 == "--" { body = 1; next }
    !body && $1 == "shape" { name = $2; sub(/^shape [^ ]+ /, ""); declared[name] = $0; of[name] = $1; next }
    !body && $1 == "list" { lists[$2] = 1; next }
    !body && $1 == "set" { learns[$2] = $5 == "dynamic" || $5 == "kept"; place[$3 " " $4 " " $5 " " $7] = $2; next }
    !body { next }
    $1 == "set" { set = $2; type = flags = size = timeout = "-"; next }
    set != "" && $1 == "type" { type = $0; sub(/^[[:space:]]*type /, "", type); gsub(/ /, "", type); next }
    set != "" && $1 == "flags" { flags = $2; next }
    set != "" && $1 == "size" { size = $2; next }
    set != "" && $1 == "timeout" { timeout = $2; next }
    set != "" && $1 == "}" { shape = type " " flags " " size " " timeout; check(); set = ""; next }'
}

load_policy() {
  present=
  ! nft -t list table inet "$table" >/dev/null 2>&1 || present=1
  {
    say "table inet $table"
    say "flush table inet $table"
  } >"$work/load"
  : >"$work/members"
  if [ -n "$present" ]; then
    migrations >"$work/moves"
    while read -r how set to; do
      say "delete set inet $table $set" >>"$work/load"
      case $how in
        move)
          members_of "$set" | awk -v set="$to" '{ print set, $0 }' >>"$work/members"
          warn "whoever is in $set of $title moves to ${to:-$set} as it is declared now"
          ;;
        lose) warn "the set $set of $title held other things than addresses of its family; it begins empty" ;;
        *) ;;
      esac
    done <"$work/moves"
  else
    saved_members >"$work/members"
  fi
  say "include \"$file\"" >>"$work/load"
  as_commands <"$work/members" >"$work/add"
  if [ -s "$work/add" ] && cat "$work/load" "$work/add" | nft -f - 2>/dev/null; then return 0; fi
  # Whatever is wrong with the members, the rules come first.
  nft -f "$work/load" || fail "the rules of $title were not loaded; what was loaded before stays"
  [ ! -s "$work/add" ] || add_in_parts "$work/add"
}

unload_policy() {
  is_loaded || return 0
  save_policy
  {
    say "flush table inet $table"
    nft -t list table inet "$table" | awk -v table="$table" '$1 == "chain" { print "delete chain inet " table " " $2 }'
  } | nft -f - || fail "the rules of $title stay loaded"
}

keep_policy() {
  if is_loaded; then
    save_policy
  else
    warn "the rules of $title are gone: somebody flushed them. They are loaded again, with who was saved last"
    load_policy
  fi
}

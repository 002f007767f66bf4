# --- what is known of a policy -------------------------------------------------------------------

# The policies of this host by their files' names, or the one that -p names.
policy_names() {
  for file in "$policies"/*.nft; do
    [ -r "$file" ] || continue
    name=${file##*/}
    name=${name%.nft}
    [ -z "$only" ] || [ "$only" = "$name" ] || continue
    say "$name"
  done
}

# Reads the "#@" lines of a policy; sets file, facts, table and title.
open_policy() {
  file=$policies/$1.nft
  facts=$(awk 'sub(/^[[:space:]]*#@ /, "")' "$file") || fail "cannot read $file"
  [ "$(fact sinbin)" = 1 ] || fail "$file was made by another version of sinbinc; compile it again"
  table=$(fact table)
  title=$(fact policy)
  [ -n "$table" ] || fail "$file does not name its table"
}

# The rest of the first line that begins with a word.
fact() { printf '%s\n' "$facts" | awk -v word="$1" '$1 == word { sub(/^[^ ]+ /, ""); print; exit }'; }

# The sets that learn, as lines "name list family kind size per"; of some lists, of a family.
# @param 1 lists, separated by blanks, or "" for all; 2 family, or ""
learning_sets() {
  printf '%s\n' "$facts" | awk -v lists=" $1 " -v family="${2:-}" '
    $1 == "set" && ($5 == "dynamic" || $5 == "kept") && (lists == "  " || index(lists, " " $3 " ")) &&
    (family == "" || $4 == family) { print $2, $3, $4, $5, $6, $7 }'
}

# The lists whose members are kept out; the first is where a ban by hand goes.
bins() { printf '%s\n' "$facts" | awk '$1 == "bin" { printf "%s%s", gap, $2; gap = " " }'; }

# A list's spelling on the device, by that or by its own name.
list_called() {
  printf '%s\n' "$facts" | awk -v name="$1" '
    $1 == "list" { spelled = $2; sub(/^list [^ ]+ /, ""); if ($0 == name || spelled == name) { print spelled; exit } }'
}

list_title() {
  printf '%s\n' "$facts" | awk -v name="$1" '$1 == "list" && $2 == name { sub(/^list [^ ]+ /, ""); print; exit }'
}

is_loaded() { nft -t list table inet "$table" 2>/dev/null | grep -q '^[[:space:]]*chain '; }

# --- status --------------------------------------------------------------------------------------

status_policy() {
  loaded=0
  is_loaded && loaded=1
  counts=$(learning_sets "" | while read -r set list_of digit _ size _; do
    say "$(members_of "$set" | awk 'END { print NR }') $size $digit $list_of $(list_title "$list_of")"
  done)
  counters=$(nft list table inet "$table" 2>/dev/null | awk '
    / counter packets / {
      comment = ""
      if (match($0, /comment "[^"]*"/)) comment = substr($0, RSTART + 9, RLENGTH - 10)
      sub(/ comment ".*/, ""); gsub(/log prefix "[^"]*"/, "log")
      end = "count"
      for (i = 1; i <= NF; i++) {
        if ($i == "packets") packets = $(i + 1)
        if ($i == "bytes") bytes = $(i + 1)
        if ($i ~ /^(drop|accept|return|reject|jump|goto)$/) end = $i
        if ($i == "update") end = "add"
      }
      key = end " " comment
      if (!(key in sum)) order[++n] = key
      sum[key] += packets; size[key] += bytes
    }
    END { for (i = 1; i <= n; i++) printf "%.0f %.0f %s\n", sum[order[i]], size[order[i]], order[i] }')
  if [ -n "$prometheus" ]; then
    printf '%s\n' "$counts" | awk -v policy="$title" -v loaded="$loaded" '
      function quoted(text) { gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); return "\"" text "\"" }
      BEGIN { print "sinbin_loaded{policy=" quoted(policy) "} " loaded }
      NF >= 5 {
        members = $1; size = $2; family = $3; list = $0; sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "", list)
        key = "{policy=" quoted(policy) ",list=" quoted(list) ",family=\"ipv" family "\"}"
        if (!(key in sum)) order[++n] = key
        sum[key] += members; room[key] += size
      }
      END { for (i = 1; i <= n; i++) { print "sinbin_list_members" order[i], sum[order[i]]; print "sinbin_list_capacity" order[i], room[order[i]] } }'
    printf '%s\n' "$counters" | awk -v policy="$title" '
      function quoted(text) { gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); return "\"" text "\"" }
      NF >= 3 {
        packets = $1; bytes = $2; end = $3; place = $0; sub(/^[^ ]+ [^ ]+ [^ ]+ ?/, "", place)
        key = "{policy=" quoted(policy) ",rule=" quoted(place) ",action=\"" end "\"}"
        print "sinbin_rule_packets_total" key, packets; print "sinbin_rule_bytes_total" key, bytes
      }'
  else
    if [ "$loaded" = 1 ]; then say "$title: loaded"; else say "$title: not loaded"; fi
    printf '%s\n' "$counts" | awk 'NF >= 5 { m = $1; s = $2; f = $3; sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ /, ""); printf "  %-30s IPv%s %8d of %d\n", $0, f, m, s }'
    printf '%s\n' "$counters" | awk 'NF >= 3 { p = $1; e = $3; sub(/^[^ ]+ [^ ]+ [^ ]+ ?/, ""); printf "  %-30s %-8s %10.0f packets\n", $0, e, p }'
  fi
  [ "$loaded" = 1 ]
}

# One heading for all policies: a name's lines have to stand together.
prometheus_headed() {
  sort -s -t '{' -k 1,1 | awk '
    BEGIN {
      help["sinbin_loaded"] = "gauge Whether the rules of the policy are in the kernel."
      help["sinbin_list_members"] = "gauge Addresses on a list."
      help["sinbin_list_capacity"] = "gauge How many addresses a list has room for."
      help["sinbin_rule_packets_total"] = "counter Packets that met a rule of the policy."
      help["sinbin_rule_bytes_total"] = "counter Bytes of the packets that met a rule of the policy."
    }
    {
      name = $0; sub(/\{.*/, "", name)
      if (name != before) {
        type = help[name]; text = type; sub(/ .*/, "", type); sub(/^[^ ]+ /, "", text)
        print "# HELP " name " " text; print "# TYPE " name " " type
      }
      before = name
      print
    }'
}

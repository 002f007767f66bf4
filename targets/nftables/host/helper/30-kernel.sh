# --- what the kernel holds -----------------------------------------------------------------------

# The members in what nft lists of a set: lines "address timeout left", in milliseconds or "-".
members_in() {
  awk "$awk_times"'
    { gsub(/comment "[^"]*"/, "") }
    sub(/.*elements = \{/, "") { inside = 1 }
    inside {
      last = sub(/\}.*/, "")
      count = split($0, element, ",")
      for (i = 1; i <= count; i++) {
        words = split(element[i], word, " ")
        if (words == 0) continue
        timeout = "-"; expires = "-"
        for (j = 2; j < words; j++) {
          if (word[j] == "timeout") timeout = sprintf("%.0f", in_ms(word[j + 1]))
          if (word[j] == "expires") expires = sprintf("%.0f", in_ms(word[j + 1]))
        }
        print word[1], timeout, expires
      }
      if (last) inside = 0
    }'
}

members_of() { nft list set inet "$table" "$1" 2>/dev/null | members_in; }

# The one member of a set that is or holds an address, or nothing.
member_at() { nft get element inet "$table" "$1" "{ $2 }" 2>/dev/null | members_in; }

# An address as a set holds it. @param 1 the address; 2 the set's `per`, or "-"
held_as() { if [ "$2" = - ]; then say "$1"; else network_of "$1" "$2"; fi; }

# --- times and addresses -------------------------------------------------------------------------

# A time as milliseconds, or "forever"; nothing if it is none.
milliseconds() {
  printf '%s\n' "$1" | awk '
    /^(forever|-1)$/ { print "forever"; exit }
    /^[0-9]+$/ { printf "%.0f\n", $0 * 1000; exit }
    /^([0-9]+(ms|w|d|h|m|s))+$/ {
      total = 0
      while (match($0, /^[0-9]+(ms|w|d|h|m|s)/)) {
        unit = substr($0, 1, RLENGTH); count = unit + 0; gsub(/[0-9]/, "", unit)
        total += count * (unit == "w" ? 604800000 : unit == "d" ? 86400000 : unit == "h" ? 3600000 : \
          unit == "m" ? 60000 : unit == "s" ? 1000 : 1)
        $0 = substr($0, RLENGTH + 1)
      }
      if (total > 0) printf "%.0f\n", total
    }'
}

# Lines of awk that several programs below share.
awk_times='
  function in_ms(d, total, unit, count) {
    total = 0
    while (match(d, /^[0-9]+(ms|w|d|h|m|s)/)) {
      unit = substr(d, 1, RLENGTH); count = unit + 0; gsub(/[0-9]/, "", unit)
      total += count * (unit == "w" ? 604800000 : unit == "d" ? 86400000 : unit == "h" ? 3600000 : \
        unit == "m" ? 60000 : unit == "s" ? 1000 : 1)
      d = substr(d, RLENGTH + 1)
    }
    return total
  }
  function part(ms, unit, size, n) { n = int(ms / size); left -= n * size; return n > 0 ? sprintf("%.0f%s", n, unit) : "" }
  function as_nft(ms, text) {
    left = ms; text = part(left, "d", 86400000); text = text part(left, "h", 3600000)
    text = text part(left, "m", 60000); text = text part(left, "s", 1000)
    return text (left > 0 || text == "" ? sprintf("%.0fms", left) : "")
  }
  function for_people(ms) { return as_nft(ms < 1000 ? ms : int(ms / 1000) * 1000) }
'

# Milliseconds, or "forever", for a person.
told_time() {
  [ "$1" = forever ] || [ "$1" = - ] && {
    say "ever"
    return
  }
  awk -v ms="$1" "$awk_times"' BEGIN { print for_people(ms) }'
}

# 4 or 6; nothing if it is no address of a host.
family_of() {
  printf '%s\n' "$1" | awk -F. '
    /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ {
      for (i = 1; i <= 4; i++) if ($i > 255 || length($i) > 3) exit
      print 4; exit
    }
    /^[0-9a-fA-F:]+(:[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+)?$/ && /:/ { print 6 }'
}

# An IPv6 address with all but its first bits zero, as the sets of a list `per` hold it.
network_of() {
  printf '%s\n' "$1" | awk -v bits="$2" '
    function number(hex, i, n) {
      n = 0
      for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789abcdef", tolower(substr(hex, i, 1))) - 1
      return n
    }
    {
      halves = split($0, half, "::")
      front = split(half[1], a, ":")
      back = halves > 1 ? split(half[2], b, ":") : 0
      for (i = 1; i <= 8; i++) {
        word = i <= front ? a[i] : i > 8 - back ? b[i - 8 + back] : "0"
        keep = bits - (i - 1) * 16
        size = keep >= 16 ? 1 : keep <= 0 ? 65536 : 2 ^ (16 - keep)
        out = out (i > 1 ? ":" : "") sprintf("%x", int(number(word) / size) * size)
      }
      print out
    }'
}

# The policy flag-scans of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:flag-scans ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:flag-scans " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:flag-scans "]
/ip firewall raw
remove [find where comment~"^sinbin:flag-scans " and chain=prerouting]
remove [find where comment~"^sinbin:flag-scans "]
/ip firewall address-list
remove [find where comment~"^sinbin:flag-scans " and dynamic=no]

# list trusted
:foreach entry in={"192.0.2.0/24"} do={
  :do { add list=trusted address=$entry comment="sinbin:flag-scans policy.sbn:4" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:flag-scans policy.sbn:4" } on-error={
      :log warning "sinbin:flag-scans: list trusted had $entry already"
    }
  }
}

/ip firewall filter
# chain tcp_flags
add chain=tcp_flags action=drop src-address-list=scanners \
    comment="sinbin:flag-scans policy.sbn:12"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags="!fin,!syn,!rst,!psh,!ack,!urg" log=yes log-prefix="scan NULL" \
    comment="sinbin:flag-scans policy.sbn:14 NULL scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags="!fin,!syn,!rst,!psh,!ack,!urg" \
    comment="sinbin:flag-scans policy.sbn:14 NULL scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags="fin,!syn,!rst,!psh,!ack,!urg" log=yes log-prefix="scan FIN" \
    comment="sinbin:flag-scans policy.sbn:16 FIN scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags="fin,!syn,!rst,!psh,!ack,!urg" \
    comment="sinbin:flag-scans policy.sbn:16 FIN scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags="fin,psh,urg,!syn,!rst,!ack" log=yes log-prefix="scan Xmas" \
    comment="sinbin:flag-scans policy.sbn:18 Xmas scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags="fin,psh,urg,!syn,!rst,!ack" \
    comment="sinbin:flag-scans policy.sbn:18 Xmas scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags=syn,fin log=yes log-prefix="scan SYN/FIN" \
    comment="sinbin:flag-scans policy.sbn:20 SYN/FIN scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags=syn,fin \
    comment="sinbin:flag-scans policy.sbn:20 SYN/FIN scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags=syn,rst log=yes log-prefix="scan SYN/RST" \
    comment="sinbin:flag-scans policy.sbn:22 SYN/RST scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags=syn,rst \
    comment="sinbin:flag-scans policy.sbn:22 SYN/RST scan"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:flag-scans anchor"
}
add chain=input action=jump jump-target=tcp_flags src-address-list=!trusted \
    comment="sinbin:flag-scans policy.sbn:8" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:flag-scans anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:flag-scans " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:flag-scans "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:flag-scans " and chain=prerouting]
remove [find where comment~"^sinbin:flag-scans "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:flag-scans " and dynamic=no]

# list trusted
:foreach entry in={"2001:db8:f00::/48"} do={
  :do { add list=trusted address=$entry comment="sinbin:flag-scans policy.sbn:4" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:flag-scans policy.sbn:4" } on-error={
      :log warning "sinbin:flag-scans: list trusted had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain tcp_flags
add chain=tcp_flags action=drop src-address-list=scanners \
    comment="sinbin:flag-scans policy.sbn:12"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags="!fin,!syn,!rst,!psh,!ack,!urg" log=yes log-prefix="scan NULL" \
    comment="sinbin:flag-scans policy.sbn:14 NULL scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags="!fin,!syn,!rst,!psh,!ack,!urg" \
    comment="sinbin:flag-scans policy.sbn:14 NULL scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags="fin,!syn,!rst,!psh,!ack,!urg" log=yes log-prefix="scan FIN" \
    comment="sinbin:flag-scans policy.sbn:16 FIN scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags="fin,!syn,!rst,!psh,!ack,!urg" \
    comment="sinbin:flag-scans policy.sbn:16 FIN scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags="fin,psh,urg,!syn,!rst,!ack" log=yes log-prefix="scan Xmas" \
    comment="sinbin:flag-scans policy.sbn:18 Xmas scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags="fin,psh,urg,!syn,!rst,!ack" \
    comment="sinbin:flag-scans policy.sbn:18 Xmas scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags=syn,fin log=yes log-prefix="scan SYN/FIN" \
    comment="sinbin:flag-scans policy.sbn:20 SYN/FIN scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags=syn,fin \
    comment="sinbin:flag-scans policy.sbn:20 SYN/FIN scan"
add chain=tcp_flags action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    protocol=tcp tcp-flags=syn,rst log=yes log-prefix="scan SYN/RST" \
    comment="sinbin:flag-scans policy.sbn:22 SYN/RST scan"
add chain=tcp_flags action=drop protocol=tcp tcp-flags=syn,rst \
    comment="sinbin:flag-scans policy.sbn:22 SYN/RST scan"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:flag-scans anchor"
}
add chain=input action=jump jump-target=tcp_flags src-address-list=!trusted \
    comment="sinbin:flag-scans policy.sbn:8" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:flag-scans anchor"]

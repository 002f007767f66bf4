# The policy scanners of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:scanners ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:scanners " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:scanners "]
/ip firewall raw
remove [find where comment~"^sinbin:scanners " and chain=prerouting]
remove [find where comment~"^sinbin:scanners "]
/ip firewall address-list
remove [find where comment~"^sinbin:scanners " and dynamic=no]

# list trusted
:foreach entry in={"192.0.2.0/24"} do={
  :do { add list=trusted address=$entry comment="sinbin:scanners policy.sbn:5" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:scanners policy.sbn:5" } on-error={
      :log warning "sinbin:scanners: list trusted had $entry already"
    }
  }
}

/ip firewall filter
# chain scanned
add chain=scanned action=tarpit src-address-list=scanners protocol=tcp \
    comment="sinbin:scanners policy.sbn:9"
add chain=scanned action=drop src-address-list=scanners comment="sinbin:scanners policy.sbn:9"
add chain=scanned action=add-src-to-address-list address-list=scanners address-list-timeout=2w \
    connection-state=new psd=21,3s,3,1 log=yes log-prefix="port scan" \
    comment="sinbin:scanners policy.sbn:10"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:scanners anchor"
}
add chain=input action=jump jump-target=scanned src-address-list=!trusted \
    comment="sinbin:scanners policy.sbn:7" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:scanners anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:scanners " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:scanners "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:scanners " and chain=prerouting]
remove [find where comment~"^sinbin:scanners "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:scanners " and dynamic=no]

# list trusted
:foreach entry in={"2001:db8:f00::/48"} do={
  :do { add list=trusted address=$entry comment="sinbin:scanners policy.sbn:5" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:scanners policy.sbn:5" } on-error={
      :log warning "sinbin:scanners: list trusted had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain scanned
add chain=scanned action=drop src-address-list=scanners comment="sinbin:scanners policy.sbn:9"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:scanners anchor"
}
add chain=input action=jump jump-target=scanned src-address-list=!trusted \
    comment="sinbin:scanners policy.sbn:7" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:scanners anchor"]

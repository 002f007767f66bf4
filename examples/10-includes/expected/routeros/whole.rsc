# The policy whole of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:whole ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:whole " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:whole "]
/ip firewall raw
remove [find where comment~"^sinbin:whole " and chain=prerouting]
remove [find where comment~"^sinbin:whole "]
/ip firewall address-list
remove [find where comment~"^sinbin:whole " and dynamic=no]

# list trusted
:foreach entry in={"192.168.88.0/24"} do={
  :do { add list=trusted address=$entry comment="sinbin:whole base/lists.sbn:2" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:whole base/lists.sbn:2" } on-error={
      :log warning "sinbin:whole: list trusted had $entry already"
    }
  }
}

# list blocked
:foreach entry in={"198.51.100.0/24";"203.0.113.7"} do={
  :do { add list=blocked address=$entry comment="sinbin:whole base/lists.sbn:3" } on-error={
    remove [find where list="blocked" and address=$entry and dynamic=yes]
    :do { add list=blocked address=$entry comment="sinbin:whole base/lists.sbn:3" } on-error={
      :log warning "sinbin:whole: list blocked had $entry already"
    }
  }
}

/ip firewall filter
# chain guessers
add chain=guessers action=drop src-address-list=guessed \
    comment="sinbin:whole inbound/guessers.sbn:7"
add chain=guessers action=add-src-to-address-list address-list=guessed address-list-timeout=1d \
    src-address-list=guess_2 protocol=tcp dst-port=22 connection-state=new random=50 log=yes \
    log-prefix=guesser comment="sinbin:whole inbound/guessers.sbn:8"
add chain=guessers action=add-src-to-address-list address-list=guess_2 address-list-timeout=2m \
    src-address-list=guess_1 protocol=tcp dst-port=22 connection-state=new random=50 \
    comment="sinbin:whole inbound/guessers.sbn:8"
add chain=guessers action=add-src-to-address-list address-list=guess_1 address-list-timeout=2m \
    protocol=tcp dst-port=22 connection-state=new random=50 \
    comment="sinbin:whole inbound/guessers.sbn:8"

# chain traps
add chain=traps action=drop src-address-list=trapped comment="sinbin:whole inbound/traps.sbn:8"
add chain=traps action=add-src-to-address-list address-list=trapped address-list-timeout=1w3d \
    protocol=tcp dst-port=23,139,445,2323,5555 connection-state=new log=yes log-prefix=trapped \
    comment="sinbin:whole inbound/traps.sbn:9"
add chain=traps action=drop protocol=tcp dst-port=23,139,445,2323,5555 connection-state=new \
    comment="sinbin:whole inbound/traps.sbn:9"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:whole anchor"
}
add chain=input action=jump jump-target=guessers in-interface=ether1 src-address-list=!trusted \
    comment="sinbin:whole inbound/guessers.sbn:4" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
add chain=input action=jump jump-target=traps in-interface=ether1 src-address-list=!trusted \
    comment="sinbin:whole inbound/traps.sbn:6" \
    place-before=[:pick [find where chain=input and dynamic=no] 1]
remove [find where comment="sinbin:whole anchor"]

/ip firewall raw
# chain early
add chain=early action=drop src-address-list=blocked comment="sinbin:whole inbound/early.sbn:5"

# into prerouting, before what is there
:if ([:len [find where chain=prerouting and dynamic=no]] = 0) do={
  add chain=prerouting action=passthrough comment="sinbin:whole anchor"
}
add chain=prerouting action=jump jump-target=early in-interface=ether1 \
    comment="sinbin:whole inbound/early.sbn:4" \
    place-before=[:pick [find where chain=prerouting and dynamic=no] 0]
remove [find where comment="sinbin:whole anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:whole " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:whole "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:whole " and chain=prerouting]
remove [find where comment~"^sinbin:whole "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:whole " and dynamic=no]

# list trusted
:foreach entry in={"2001:db8:88::/48"} do={
  :do { add list=trusted address=$entry comment="sinbin:whole base/lists.sbn:2" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:whole base/lists.sbn:2" } on-error={
      :log warning "sinbin:whole: list trusted had $entry already"
    }
  }
}

# list blocked
:foreach entry in={"2001:db8:bad::/48"} do={
  :do { add list=blocked address=$entry comment="sinbin:whole base/lists.sbn:3" } on-error={
    remove [find where list="blocked" and address=$entry and dynamic=yes]
    :do { add list=blocked address=$entry comment="sinbin:whole base/lists.sbn:3" } on-error={
      :log warning "sinbin:whole: list blocked had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain guessers
add chain=guessers action=drop src-address-list=guessed \
    comment="sinbin:whole inbound/guessers.sbn:7"
add chain=guessers action=add-src-to-address-list address-list=guessed address-list-timeout=1d \
    src-address-list=guess_2 protocol=tcp dst-port=22 connection-state=new random=50 log=yes \
    log-prefix=guesser comment="sinbin:whole inbound/guessers.sbn:8"
add chain=guessers action=add-src-to-address-list address-list=guess_2 address-list-timeout=2m \
    src-address-list=guess_1 protocol=tcp dst-port=22 connection-state=new random=50 \
    comment="sinbin:whole inbound/guessers.sbn:8"
add chain=guessers action=add-src-to-address-list address-list=guess_1 address-list-timeout=2m \
    protocol=tcp dst-port=22 connection-state=new random=50 \
    comment="sinbin:whole inbound/guessers.sbn:8"

# chain traps
add chain=traps action=drop src-address-list=trapped comment="sinbin:whole inbound/traps.sbn:8"
add chain=traps action=add-src-to-address-list address-list=trapped address-list-timeout=1w3d \
    protocol=tcp dst-port=23,139,445,2323,5555 connection-state=new log=yes log-prefix=trapped \
    comment="sinbin:whole inbound/traps.sbn:9"
add chain=traps action=drop protocol=tcp dst-port=23,139,445,2323,5555 connection-state=new \
    comment="sinbin:whole inbound/traps.sbn:9"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:whole anchor"
}
add chain=input action=jump jump-target=guessers in-interface=ether1 src-address-list=!trusted \
    comment="sinbin:whole inbound/guessers.sbn:4" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
add chain=input action=jump jump-target=traps in-interface=ether1 src-address-list=!trusted \
    comment="sinbin:whole inbound/traps.sbn:6" \
    place-before=[:pick [find where chain=input and dynamic=no] 1]
remove [find where comment="sinbin:whole anchor"]

/ipv6 firewall raw
# chain early
add chain=early action=drop src-address-list=blocked comment="sinbin:whole inbound/early.sbn:5"

# into prerouting, before what is there
:if ([:len [find where chain=prerouting and dynamic=no]] = 0) do={
  add chain=prerouting action=passthrough comment="sinbin:whole anchor"
}
add chain=prerouting action=jump jump-target=early in-interface=ether1 \
    comment="sinbin:whole inbound/early.sbn:4" \
    place-before=[:pick [find where chain=prerouting and dynamic=no] 0]
remove [find where comment="sinbin:whole anchor"]

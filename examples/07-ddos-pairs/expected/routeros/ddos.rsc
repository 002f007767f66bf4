# The policy ddos of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:ddos ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:ddos " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:ddos "]
/ip firewall raw
remove [find where comment~"^sinbin:ddos " and chain=prerouting]
remove [find where comment~"^sinbin:ddos "]
/ip firewall address-list
remove [find where comment~"^sinbin:ddos " and dynamic=no]

# list spared
:foreach entry in={"192.0.2.53"} do={
  :do { add list=spared address=$entry comment="sinbin:ddos policy.sbn:6" } on-error={
    remove [find where list="spared" and address=$entry and dynamic=yes]
    :do { add list=spared address=$entry comment="sinbin:ddos policy.sbn:6" } on-error={
      :log warning "sinbin:ddos: list spared had $entry already"
    }
  }
}

/ip firewall filter
# chain detect-ddos
add chain=detect-ddos action=jump jump-target=detect-ddos.1 comment="sinbin:ddos policy.sbn:19"

# chain detect-ddos.1
add chain=detect-ddos.1 action=return dst-limit=32,32,src-and-dst-addresses/10s \
    comment="sinbin:ddos policy.sbn:19"
add chain=detect-ddos.1 action=add-dst-to-address-list address-list=ddos-targets \
    address-list-timeout=10m comment="sinbin:ddos policy.sbn:19"
add chain=detect-ddos.1 action=add-src-to-address-list address-list=ddos-attackers \
    address-list-timeout=10m comment="sinbin:ddos policy.sbn:19"

# into forward, before what is there
:if ([:len [find where chain=forward and dynamic=no]] = 0) do={
  add chain=forward action=passthrough comment="sinbin:ddos anchor"
}
add chain=forward action=jump jump-target=detect-ddos src-address-list=!spared \
    connection-state=new comment="sinbin:ddos policy.sbn:15" \
    place-before=[:pick [find where chain=forward and dynamic=no] 0]
remove [find where comment="sinbin:ddos anchor"]

/ip firewall raw
# chain early
add chain=early action=drop src-address-list=ddos-attackers dst-address-list=ddos-targets \
    comment="sinbin:ddos policy.sbn:11"

# into prerouting, before what is there
:if ([:len [find where chain=prerouting and dynamic=no]] = 0) do={
  add chain=prerouting action=passthrough comment="sinbin:ddos anchor"
}
add chain=prerouting action=jump jump-target=early comment="sinbin:ddos policy.sbn:10" \
    place-before=[:pick [find where chain=prerouting and dynamic=no] 0]
remove [find where comment="sinbin:ddos anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:ddos " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:ddos "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:ddos " and chain=prerouting]
remove [find where comment~"^sinbin:ddos "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:ddos " and dynamic=no]

# list spared
:foreach entry in={"2001:db8:f00::53/128"} do={
  :do { add list=spared address=$entry comment="sinbin:ddos policy.sbn:6" } on-error={
    remove [find where list="spared" and address=$entry and dynamic=yes]
    :do { add list=spared address=$entry comment="sinbin:ddos policy.sbn:6" } on-error={
      :log warning "sinbin:ddos: list spared had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain detect-ddos
add chain=detect-ddos action=jump jump-target=detect-ddos.1 comment="sinbin:ddos policy.sbn:19"

# chain detect-ddos.1
add chain=detect-ddos.1 action=return dst-limit=32,32,src-and-dst-addresses/10s \
    comment="sinbin:ddos policy.sbn:19"
add chain=detect-ddos.1 action=add-dst-to-address-list address-list=ddos-targets \
    address-list-timeout=10m comment="sinbin:ddos policy.sbn:19"
add chain=detect-ddos.1 action=add-src-to-address-list address-list=ddos-attackers \
    address-list-timeout=10m comment="sinbin:ddos policy.sbn:19"

# into forward, before what is there
:if ([:len [find where chain=forward and dynamic=no]] = 0) do={
  add chain=forward action=passthrough comment="sinbin:ddos anchor"
}
add chain=forward action=jump jump-target=detect-ddos src-address-list=!spared \
    connection-state=new comment="sinbin:ddos policy.sbn:15" \
    place-before=[:pick [find where chain=forward and dynamic=no] 0]
remove [find where comment="sinbin:ddos anchor"]

/ipv6 firewall raw
# chain early
add chain=early action=drop src-address-list=ddos-attackers dst-address-list=ddos-targets \
    comment="sinbin:ddos policy.sbn:11"

# into prerouting, before what is there
:if ([:len [find where chain=prerouting and dynamic=no]] = 0) do={
  add chain=prerouting action=passthrough comment="sinbin:ddos anchor"
}
add chain=prerouting action=jump jump-target=early comment="sinbin:ddos policy.sbn:10" \
    place-before=[:pick [find where chain=prerouting and dynamic=no] 0]
remove [find where comment="sinbin:ddos anchor"]

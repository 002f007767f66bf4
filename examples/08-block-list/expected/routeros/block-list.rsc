# The policy block-list of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:block-list ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:block-list " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:block-list "]
/ip firewall raw
remove [find where comment~"^sinbin:block-list " and chain=prerouting]
remove [find where comment~"^sinbin:block-list "]
/ip firewall address-list
remove [find where comment~"^sinbin:block-list " and dynamic=no]

# list bogons
:foreach entry in={"0.0.0.0/8";"127.0.0.0/8";"192.0.0.0/24";"192.0.2.0/24";"198.18.0.0/15";"198.51.100.0/24";"203.0.113.0/24";"240.0.0.0-255.255.255.254"} do={
  :do { add list=bogons address=$entry comment="sinbin:block-list policy.sbn:6" } on-error={
    remove [find where list="bogons" and address=$entry and dynamic=yes]
    :do { add list=bogons address=$entry comment="sinbin:block-list policy.sbn:6" } on-error={
      :log warning "sinbin:block-list: list bogons had $entry already"
    }
  }
}

# list unwelcome
:foreach entry in={"198.51.100.66"} do={
  :do { add list=unwelcome address=$entry comment="sinbin:block-list policy.sbn:8" } on-error={
    remove [find where list="unwelcome" and address=$entry and dynamic=yes]
    :do { add list=unwelcome address=$entry comment="sinbin:block-list policy.sbn:8" } on-error={
      :log warning "sinbin:block-list: list unwelcome had $entry already"
    }
  }
}

/ip firewall raw
# chain early
add chain=early action=drop src-address-list=bogons comment="sinbin:block-list policy.sbn:11"
add chain=early action=drop src-address-list=unwelcome comment="sinbin:block-list policy.sbn:12"

# into prerouting, before what is there
:if ([:len [find where chain=prerouting and dynamic=no]] = 0) do={
  add chain=prerouting action=passthrough comment="sinbin:block-list anchor"
}
add chain=prerouting action=jump jump-target=early in-interface=ether1 \
    comment="sinbin:block-list policy.sbn:10" \
    place-before=[:pick [find where chain=prerouting and dynamic=no] 0]
remove [find where comment="sinbin:block-list anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:block-list " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:block-list "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:block-list " and chain=prerouting]
remove [find where comment~"^sinbin:block-list "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:block-list " and dynamic=no]

# list bogons
:foreach entry in={"100::/64";"2001:2::/48";"2001:db8::/32";"3fff::/20"} do={
  :do { add list=bogons address=$entry comment="sinbin:block-list policy.sbn:6" } on-error={
    remove [find where list="bogons" and address=$entry and dynamic=yes]
    :do { add list=bogons address=$entry comment="sinbin:block-list policy.sbn:6" } on-error={
      :log warning "sinbin:block-list: list bogons had $entry already"
    }
  }
}

/ipv6 firewall raw
# chain early
add chain=early action=drop src-address-list=bogons comment="sinbin:block-list policy.sbn:11"
add chain=early action=drop src-address-list=unwelcome comment="sinbin:block-list policy.sbn:12"

# into prerouting, before what is there
:if ([:len [find where chain=prerouting and dynamic=no]] = 0) do={
  add chain=prerouting action=passthrough comment="sinbin:block-list anchor"
}
add chain=prerouting action=jump jump-target=early in-interface=ether1 \
    comment="sinbin:block-list policy.sbn:10" \
    place-before=[:pick [find where chain=prerouting and dynamic=no] 0]
remove [find where comment="sinbin:block-list anchor"]

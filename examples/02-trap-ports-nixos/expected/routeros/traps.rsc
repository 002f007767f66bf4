# The policy traps of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:traps ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:traps " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:traps "]
/ip firewall raw
remove [find where comment~"^sinbin:traps " and chain=prerouting]
remove [find where comment~"^sinbin:traps "]
/ip firewall address-list
remove [find where comment~"^sinbin:traps " and dynamic=no]

# list allow
:foreach entry in={"192.0.2.0/24"} do={
  :do { add list=allow address=$entry comment="sinbin:traps policy.sbn:7" } on-error={
    remove [find where list="allow" and address=$entry and dynamic=yes]
    :do { add list=allow address=$entry comment="sinbin:traps policy.sbn:7" } on-error={
      :log warning "sinbin:traps: list allow had $entry already"
    }
  }
}

/ip firewall filter
# chain baited
add chain=baited action=drop src-address-list=trapped comment="sinbin:traps policy.sbn:13"
add chain=baited action=add-src-to-address-list address-list=trapped address-list-timeout=1w3d \
    protocol=tcp dst-port=21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019 \
    connection-state=new log=yes log-prefix=trapped comment="sinbin:traps policy.sbn:14"
add chain=baited action=drop protocol=tcp \
    dst-port=21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019 connection-state=new \
    comment="sinbin:traps policy.sbn:14"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:traps anchor"
}
add chain=input action=jump jump-target=baited in-interface=ether1 src-address-list=!allow \
    comment="sinbin:traps policy.sbn:11" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:traps anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:traps " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:traps "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:traps " and chain=prerouting]
remove [find where comment~"^sinbin:traps "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:traps " and dynamic=no]

# list allow
:foreach entry in={"2001:db8:f00::/48"} do={
  :do { add list=allow address=$entry comment="sinbin:traps policy.sbn:7" } on-error={
    remove [find where list="allow" and address=$entry and dynamic=yes]
    :do { add list=allow address=$entry comment="sinbin:traps policy.sbn:7" } on-error={
      :log warning "sinbin:traps: list allow had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain baited
add chain=baited action=drop src-address-list=trapped comment="sinbin:traps policy.sbn:13"
add chain=baited action=add-src-to-address-list address-list=trapped address-list-timeout=1w3d \
    protocol=tcp dst-port=21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019 \
    connection-state=new log=yes log-prefix=trapped comment="sinbin:traps policy.sbn:14"
add chain=baited action=drop protocol=tcp \
    dst-port=21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019 connection-state=new \
    comment="sinbin:traps policy.sbn:14"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:traps anchor"
}
add chain=input action=jump jump-target=baited in-interface=ether1 src-address-list=!allow \
    comment="sinbin:traps policy.sbn:11" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:traps anchor"]

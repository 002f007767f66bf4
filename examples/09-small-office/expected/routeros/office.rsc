# The policy office of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:office ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:office " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:office "]
/ip firewall raw
remove [find where comment~"^sinbin:office " and chain=prerouting]
remove [find where comment~"^sinbin:office "]
/ip firewall address-list
remove [find where comment~"^sinbin:office " and dynamic=no]

# list admins
:foreach entry in={"192.168.88.10-192.168.88.19"} do={
  :do { add list=admins address=$entry comment="sinbin:office policy.sbn:9" } on-error={
    remove [find where list="admins" and address=$entry and dynamic=yes]
    :do { add list=admins address=$entry comment="sinbin:office policy.sbn:9" } on-error={
      :log warning "sinbin:office: list admins had $entry already"
    }
  }
}

# list printer
:foreach entry in={"192.168.88.50"} do={
  :do { add list=printer address=$entry comment="sinbin:office policy.sbn:10" } on-error={
    remove [find where list="printer" and address=$entry and dynamic=yes]
    :do { add list=printer address=$entry comment="sinbin:office policy.sbn:10" } on-error={
      :log warning "sinbin:office: list printer had $entry already"
    }
  }
}

/ip firewall filter
# chain visitors
add chain=visitors action=accept out-interface=bridge dst-address-list=printer protocol=tcp \
    dst-port=515,631,9100 comment="sinbin:office policy.sbn:42"
add chain=visitors action=reject reject-with=icmp-admin-prohibited out-interface-list=!WAN \
    comment="sinbin:office policy.sbn:43"
add chain=visitors action=add-src-to-address-list address-list=noisy address-list-timeout=15m \
    connection-state=new connection-limit=200,32 \
    comment="sinbin:office policy.sbn:45 nobody needs as many, but an infected laptop does"
add chain=visitors action=reject reject-with=icmp-port-unreachable protocol=tcp dst-port=25 \
    connection-state=new log=yes log-prefix="guest smtp" comment="sinbin:office policy.sbn:46"
add chain=visitors action=jump jump-target=visitors.1 src-address-list=noisy connection-state=new \
    comment="sinbin:office policy.sbn:47"

# chain visitors.1
add chain=visitors.1 action=return dst-limit=5,20,src-address/10s \
    comment="sinbin:office policy.sbn:47"
add chain=visitors.1 action=drop comment="sinbin:office policy.sbn:47"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:office anchor"
}
add chain=input action=accept connection-state=established,related \
    comment="sinbin:office policy.sbn:19" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
add chain=input action=drop connection-state=invalid comment="sinbin:office policy.sbn:20" \
    place-before=[:pick [find where chain=input and dynamic=no] 1]
add chain=input action=accept in-interface=bridge src-address-list=admins protocol=tcp \
    dst-port=22,443,8291 comment="sinbin:office policy.sbn:21" \
    place-before=[:pick [find where chain=input and dynamic=no] 2]
add chain=input action=accept protocol=icmp icmp-options=8:0-255 limit=20,40:packet \
    comment="sinbin:office policy.sbn:22" \
    place-before=[:pick [find where chain=input and dynamic=no] 3]
add chain=input action=drop protocol=icmp icmp-options=8:0-255 \
    comment="sinbin:office policy.sbn:23" \
    place-before=[:pick [find where chain=input and dynamic=no] 4]
add chain=input action=accept in-interface-list=!WAN protocol=tcp dst-port=53 \
    comment="sinbin:office policy.sbn:24" \
    place-before=[:pick [find where chain=input and dynamic=no] 5]
add chain=input action=accept in-interface-list=!WAN protocol=udp dst-port=53,67,123 \
    comment="sinbin:office policy.sbn:24" \
    place-before=[:pick [find where chain=input and dynamic=no] 6]
add chain=input action=accept protocol=icmp comment="sinbin:office policy.sbn:25" \
    place-before=[:pick [find where chain=input and dynamic=no] 7]
add chain=input action=accept in-interface-list=WAN protocol=udp dst-port=68,546 \
    comment="sinbin:office policy.sbn:26" \
    place-before=[:pick [find where chain=input and dynamic=no] 8]
add chain=input action=drop in-interface-list=WAN comment="sinbin:office policy.sbn:27" \
    place-before=[:pick [find where chain=input and dynamic=no] 9]
add chain=input action=reject reject-with=icmp-port-unreachable in-interface=vlan20-guest \
    comment="sinbin:office policy.sbn:28" \
    place-before=[:pick [find where chain=input and dynamic=no] 10]
add chain=input action=reject reject-with=icmp-port-unreachable protocol=tcp dst-port=22,443,8291 \
    log=yes log-prefix="manage refused" comment="sinbin:office policy.sbn:29" \
    place-before=[:pick [find where chain=input and dynamic=no] 11]
remove [find where comment="sinbin:office anchor"]

# into forward, before what is there
:if ([:len [find where chain=forward and dynamic=no]] = 0) do={
  add chain=forward action=passthrough comment="sinbin:office anchor"
}
add chain=forward action=accept connection-state=established,related \
    comment="sinbin:office policy.sbn:34" \
    place-before=[:pick [find where chain=forward and dynamic=no] 0]
add chain=forward action=drop connection-state=invalid comment="sinbin:office policy.sbn:35" \
    place-before=[:pick [find where chain=forward and dynamic=no] 1]
add chain=forward action=jump jump-target=visitors in-interface=vlan20-guest \
    comment="sinbin:office policy.sbn:36" \
    place-before=[:pick [find where chain=forward and dynamic=no] 2]
add chain=forward action=accept in-interface=bridge comment="sinbin:office policy.sbn:37" \
    place-before=[:pick [find where chain=forward and dynamic=no] 3]
add chain=forward action=drop in-interface-list=WAN connection-state=new \
    comment="sinbin:office policy.sbn:38" \
    place-before=[:pick [find where chain=forward and dynamic=no] 4]
remove [find where comment="sinbin:office anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:office " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:office "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:office " and chain=prerouting]
remove [find where comment~"^sinbin:office "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:office " and dynamic=no]

# list admins
:foreach entry in={"2001:db8:88::/64"} do={
  :do { add list=admins address=$entry comment="sinbin:office policy.sbn:9" } on-error={
    remove [find where list="admins" and address=$entry and dynamic=yes]
    :do { add list=admins address=$entry comment="sinbin:office policy.sbn:9" } on-error={
      :log warning "sinbin:office: list admins had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain visitors
add chain=visitors action=accept out-interface=bridge dst-address-list=printer protocol=tcp \
    dst-port=515,631,9100 comment="sinbin:office policy.sbn:42"
add chain=visitors action=reject reject-with=icmp-admin-prohibited out-interface-list=!WAN \
    comment="sinbin:office policy.sbn:43"
add chain=visitors action=add-src-to-address-list address-list=noisy address-list-timeout=15m \
    connection-state=new connection-limit=200,128 \
    comment="sinbin:office policy.sbn:45 nobody needs as many, but an infected laptop does"
add chain=visitors action=reject reject-with=icmp-port-unreachable protocol=tcp dst-port=25 \
    connection-state=new log=yes log-prefix="guest smtp" comment="sinbin:office policy.sbn:46"
add chain=visitors action=jump jump-target=visitors.1 src-address-list=noisy connection-state=new \
    comment="sinbin:office policy.sbn:47"

# chain visitors.1
add chain=visitors.1 action=return dst-limit=5,20,src-address/10s \
    comment="sinbin:office policy.sbn:47"
add chain=visitors.1 action=drop comment="sinbin:office policy.sbn:47"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:office anchor"
}
add chain=input action=accept connection-state=established,related \
    comment="sinbin:office policy.sbn:19" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
add chain=input action=drop connection-state=invalid comment="sinbin:office policy.sbn:20" \
    place-before=[:pick [find where chain=input and dynamic=no] 1]
add chain=input action=accept in-interface=bridge src-address-list=admins protocol=tcp \
    dst-port=22,443,8291 comment="sinbin:office policy.sbn:21" \
    place-before=[:pick [find where chain=input and dynamic=no] 2]
add chain=input action=accept protocol=icmpv6 icmp-options=128:0-255 limit=20,40:packet \
    comment="sinbin:office policy.sbn:22" \
    place-before=[:pick [find where chain=input and dynamic=no] 3]
add chain=input action=drop protocol=icmpv6 icmp-options=128:0-255 \
    comment="sinbin:office policy.sbn:23" \
    place-before=[:pick [find where chain=input and dynamic=no] 4]
add chain=input action=accept in-interface-list=!WAN protocol=tcp dst-port=53 \
    comment="sinbin:office policy.sbn:24" \
    place-before=[:pick [find where chain=input and dynamic=no] 5]
add chain=input action=accept in-interface-list=!WAN protocol=udp dst-port=53,67,123 \
    comment="sinbin:office policy.sbn:24" \
    place-before=[:pick [find where chain=input and dynamic=no] 6]
add chain=input action=accept protocol=icmpv6 comment="sinbin:office policy.sbn:25" \
    place-before=[:pick [find where chain=input and dynamic=no] 7]
add chain=input action=accept in-interface-list=WAN protocol=udp dst-port=68,546 \
    comment="sinbin:office policy.sbn:26" \
    place-before=[:pick [find where chain=input and dynamic=no] 8]
add chain=input action=drop in-interface-list=WAN comment="sinbin:office policy.sbn:27" \
    place-before=[:pick [find where chain=input and dynamic=no] 9]
add chain=input action=reject reject-with=icmp-port-unreachable in-interface=vlan20-guest \
    comment="sinbin:office policy.sbn:28" \
    place-before=[:pick [find where chain=input and dynamic=no] 10]
add chain=input action=reject reject-with=icmp-port-unreachable protocol=tcp dst-port=22,443,8291 \
    log=yes log-prefix="manage refused" comment="sinbin:office policy.sbn:29" \
    place-before=[:pick [find where chain=input and dynamic=no] 11]
remove [find where comment="sinbin:office anchor"]

# into forward, before what is there
:if ([:len [find where chain=forward and dynamic=no]] = 0) do={
  add chain=forward action=passthrough comment="sinbin:office anchor"
}
add chain=forward action=accept connection-state=established,related \
    comment="sinbin:office policy.sbn:34" \
    place-before=[:pick [find where chain=forward and dynamic=no] 0]
add chain=forward action=drop connection-state=invalid comment="sinbin:office policy.sbn:35" \
    place-before=[:pick [find where chain=forward and dynamic=no] 1]
add chain=forward action=jump jump-target=visitors in-interface=vlan20-guest \
    comment="sinbin:office policy.sbn:36" \
    place-before=[:pick [find where chain=forward and dynamic=no] 2]
add chain=forward action=accept in-interface=bridge comment="sinbin:office policy.sbn:37" \
    place-before=[:pick [find where chain=forward and dynamic=no] 3]
add chain=forward action=drop in-interface-list=WAN connection-state=new \
    comment="sinbin:office policy.sbn:38" \
    place-before=[:pick [find where chain=forward and dynamic=no] 4]
remove [find where comment="sinbin:office anchor"]

# The policy knock of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:knock ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:knock " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:knock "]
/ip firewall raw
remove [find where comment~"^sinbin:knock " and chain=prerouting]
remove [find where comment~"^sinbin:knock "]
/ip firewall address-list
remove [find where comment~"^sinbin:knock " and dynamic=no]

/ip firewall filter
# chain door
add chain=door action=accept connection-state=established,related \
    comment="sinbin:knock policy.sbn:17"
add chain=door action=add-src-to-address-list address-list=guessing address-list-timeout=1h \
    protocol=tcp dst-port=2763,2765,7330,7332 connection-state=new \
    comment="sinbin:knock policy.sbn:18"
add chain=door action=drop protocol=tcp dst-port=2763,2765,7330,7332 connection-state=new \
    comment="sinbin:knock policy.sbn:18"
add chain=door action=add-src-to-address-list address-list=guessing address-list-timeout=1h \
    protocol=udp dst-port=5507,5509 connection-state=new comment="sinbin:knock policy.sbn:18"
add chain=door action=drop protocol=udp dst-port=5507,5509 connection-state=new \
    comment="sinbin:knock policy.sbn:18"
add chain=door action=drop src-address-list=guessing comment="sinbin:knock policy.sbn:19"
add chain=door action=add-src-to-address-list address-list=knocked address-list-timeout=1m \
    src-address-list=knocked2 protocol=udp dst-port=5508 connection-state=new log=yes \
    log-prefix=knocked comment="sinbin:knock policy.sbn:21"
add chain=door action=drop src-address-list=knocked2 protocol=udp dst-port=5508 \
    connection-state=new comment="sinbin:knock policy.sbn:21"
add chain=door action=add-src-to-address-list address-list=knocked2 address-list-timeout=10s \
    src-address-list=knocked1 protocol=tcp dst-port=2764 connection-state=new \
    comment="sinbin:knock policy.sbn:22"
add chain=door action=drop src-address-list=knocked1 protocol=tcp dst-port=2764 \
    connection-state=new comment="sinbin:knock policy.sbn:22"
add chain=door action=add-src-to-address-list address-list=knocked1 address-list-timeout=10s \
    protocol=tcp dst-port=7331 connection-state=new comment="sinbin:knock policy.sbn:23"
add chain=door action=drop protocol=tcp dst-port=7331 connection-state=new \
    comment="sinbin:knock policy.sbn:23"
add chain=door action=drop src-address-list=!knocked protocol=tcp dst-port=22 connection-state=new \
    comment="sinbin:knock policy.sbn:24"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:knock anchor"
}
add chain=input action=jump jump-target=door comment="sinbin:knock policy.sbn:16" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:knock anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:knock " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:knock "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:knock " and chain=prerouting]
remove [find where comment~"^sinbin:knock "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:knock " and dynamic=no]

/ipv6 firewall filter
# chain door
add chain=door action=accept connection-state=established,related \
    comment="sinbin:knock policy.sbn:17"
add chain=door action=add-src-to-address-list address-list=guessing address-list-timeout=1h \
    protocol=tcp dst-port=2763,2765,7330,7332 connection-state=new \
    comment="sinbin:knock policy.sbn:18"
add chain=door action=drop protocol=tcp dst-port=2763,2765,7330,7332 connection-state=new \
    comment="sinbin:knock policy.sbn:18"
add chain=door action=add-src-to-address-list address-list=guessing address-list-timeout=1h \
    protocol=udp dst-port=5507,5509 connection-state=new comment="sinbin:knock policy.sbn:18"
add chain=door action=drop protocol=udp dst-port=5507,5509 connection-state=new \
    comment="sinbin:knock policy.sbn:18"
add chain=door action=drop src-address-list=guessing comment="sinbin:knock policy.sbn:19"
add chain=door action=add-src-to-address-list address-list=knocked address-list-timeout=1m \
    src-address-list=knocked2 protocol=udp dst-port=5508 connection-state=new log=yes \
    log-prefix=knocked comment="sinbin:knock policy.sbn:21"
add chain=door action=drop src-address-list=knocked2 protocol=udp dst-port=5508 \
    connection-state=new comment="sinbin:knock policy.sbn:21"
add chain=door action=add-src-to-address-list address-list=knocked2 address-list-timeout=10s \
    src-address-list=knocked1 protocol=tcp dst-port=2764 connection-state=new \
    comment="sinbin:knock policy.sbn:22"
add chain=door action=drop src-address-list=knocked1 protocol=tcp dst-port=2764 \
    connection-state=new comment="sinbin:knock policy.sbn:22"
add chain=door action=add-src-to-address-list address-list=knocked1 address-list-timeout=10s \
    protocol=tcp dst-port=7331 connection-state=new comment="sinbin:knock policy.sbn:23"
add chain=door action=drop protocol=tcp dst-port=7331 connection-state=new \
    comment="sinbin:knock policy.sbn:23"
add chain=door action=drop src-address-list=!knocked protocol=tcp dst-port=22 connection-state=new \
    comment="sinbin:knock policy.sbn:24"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:knock anchor"
}
add chain=input action=jump jump-target=door comment="sinbin:knock policy.sbn:16" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:knock anchor"]

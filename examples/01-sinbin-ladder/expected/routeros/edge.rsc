# The policy edge of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:edge ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:edge " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:edge "]
/ip firewall raw
remove [find where comment~"^sinbin:edge " and chain=prerouting]
remove [find where comment~"^sinbin:edge "]
/ip firewall address-list
remove [find where comment~"^sinbin:edge " and dynamic=no]

# list trusted
:foreach entry in={"192.168.88.0/24"} do={
  :do { add list=trusted address=$entry comment="sinbin:edge policy.sbn:3" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:edge policy.sbn:3" } on-error={
      :log warning "sinbin:edge: list trusted had $entry already"
    }
  }
}

/ip firewall filter
# chain sincheck
add chain=sincheck action=drop src-address-list=sinbin comment="sinbin:edge policy.sbn:8"
add chain=sincheck action=add-src-to-address-list address-list=sinbin address-list-timeout=4h \
    src-address-list=sin_2 protocol=tcp dst-port=22 connection-state=new random=80 log=yes \
    log-prefix=sinbinned comment="sinbin:edge policy.sbn:9"
add chain=sincheck action=add-src-to-address-list address-list=sinbin address-list-timeout=4h \
    src-address-list=sin_2 connection-state=new random=40 log=yes log-prefix=sinbinned \
    comment="sinbin:edge policy.sbn:10"
add chain=sincheck action=add-src-to-address-list address-list=sin_2 address-list-timeout=1m \
    src-address-list=sin_1 protocol=tcp dst-port=22 connection-state=new random=80 \
    comment="sinbin:edge policy.sbn:9"
add chain=sincheck action=add-src-to-address-list address-list=sin_2 address-list-timeout=1m \
    src-address-list=sin_1 connection-state=new random=30 comment="sinbin:edge policy.sbn:10"
add chain=sincheck action=add-src-to-address-list address-list=sin_1 address-list-timeout=1m \
    protocol=tcp dst-port=22 connection-state=new random=80 comment="sinbin:edge policy.sbn:9"
add chain=sincheck action=add-src-to-address-list address-list=sin_1 address-list-timeout=1m \
    connection-state=new random=20 comment="sinbin:edge policy.sbn:10"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:edge anchor"
}
add chain=input action=jump jump-target=sincheck src-address-list=!trusted \
    comment="sinbin:edge policy.sbn:5" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:edge anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:edge " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:edge "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:edge " and chain=prerouting]
remove [find where comment~"^sinbin:edge "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:edge " and dynamic=no]

# list trusted
:foreach entry in={"2001:db8:1::/48"} do={
  :do { add list=trusted address=$entry comment="sinbin:edge policy.sbn:3" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:edge policy.sbn:3" } on-error={
      :log warning "sinbin:edge: list trusted had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain sincheck
add chain=sincheck action=drop src-address-list=sinbin comment="sinbin:edge policy.sbn:8"
add chain=sincheck action=add-src-to-address-list address-list=sinbin address-list-timeout=4h \
    src-address-list=sin_2 protocol=tcp dst-port=22 connection-state=new random=80 log=yes \
    log-prefix=sinbinned comment="sinbin:edge policy.sbn:9"
add chain=sincheck action=add-src-to-address-list address-list=sinbin address-list-timeout=4h \
    src-address-list=sin_2 connection-state=new random=40 log=yes log-prefix=sinbinned \
    comment="sinbin:edge policy.sbn:10"
add chain=sincheck action=add-src-to-address-list address-list=sin_2 address-list-timeout=1m \
    src-address-list=sin_1 protocol=tcp dst-port=22 connection-state=new random=80 \
    comment="sinbin:edge policy.sbn:9"
add chain=sincheck action=add-src-to-address-list address-list=sin_2 address-list-timeout=1m \
    src-address-list=sin_1 connection-state=new random=30 comment="sinbin:edge policy.sbn:10"
add chain=sincheck action=add-src-to-address-list address-list=sin_1 address-list-timeout=1m \
    protocol=tcp dst-port=22 connection-state=new random=80 comment="sinbin:edge policy.sbn:9"
add chain=sincheck action=add-src-to-address-list address-list=sin_1 address-list-timeout=1m \
    connection-state=new random=20 comment="sinbin:edge policy.sbn:10"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:edge anchor"
}
add chain=input action=jump jump-target=sincheck src-address-list=!trusted \
    comment="sinbin:edge policy.sbn:5" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:edge anchor"]

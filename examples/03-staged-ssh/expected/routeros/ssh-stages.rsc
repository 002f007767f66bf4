# The policy ssh-stages of policy.sbn, for RouterOS 7.24, made by sinbinc.
# Import it as often as you like; it replaces its own rules and entries, those whose comment
# begins with "sinbin:ssh-stages ", and leaves all others alone, also what the lists have learnt.

# IPv4
/ip firewall filter
remove [find where comment~"^sinbin:ssh-stages " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:ssh-stages "]
/ip firewall raw
remove [find where comment~"^sinbin:ssh-stages " and chain=prerouting]
remove [find where comment~"^sinbin:ssh-stages "]
/ip firewall address-list
remove [find where comment~"^sinbin:ssh-stages " and dynamic=no]

# list trusted
:foreach entry in={"192.0.2.0/24"} do={
  :do { add list=trusted address=$entry comment="sinbin:ssh-stages policy.sbn:6" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:ssh-stages policy.sbn:6" } on-error={
      :log warning "sinbin:ssh-stages: list trusted had $entry already"
    }
  }
}

/ip firewall filter
# chain ssh_stages
add chain=ssh_stages action=drop src-address-list=ssh_blacklist \
    comment="sinbin:ssh-stages policy.sbn:19"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_blacklist \
    address-list-timeout=1w3d src-address-list=ssh_stage3 connection-state=new log=yes \
    log-prefix="ssh blacklisted" comment="sinbin:ssh-stages policy.sbn:20"
add chain=ssh_stages action=drop src-address-list=ssh_stage3 connection-state=new \
    comment="sinbin:ssh-stages policy.sbn:20"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_stage3 \
    address-list-timeout=1m src-address-list=ssh_stage2 connection-state=new \
    comment="sinbin:ssh-stages policy.sbn:21"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_stage2 \
    address-list-timeout=1m src-address-list=ssh_stage1 connection-state=new \
    comment="sinbin:ssh-stages policy.sbn:22"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_stage1 \
    address-list-timeout=1m connection-state=new comment="sinbin:ssh-stages policy.sbn:23"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:ssh-stages anchor"
}
add chain=input action=jump jump-target=ssh_stages src-address-list=!trusted protocol=tcp \
    dst-port=22 comment="sinbin:ssh-stages policy.sbn:14" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:ssh-stages anchor"]

# IPv6
/ipv6 firewall filter
remove [find where comment~"^sinbin:ssh-stages " and (chain=input or chain=forward or chain=output)]
remove [find where comment~"^sinbin:ssh-stages "]
/ipv6 firewall raw
remove [find where comment~"^sinbin:ssh-stages " and chain=prerouting]
remove [find where comment~"^sinbin:ssh-stages "]
/ipv6 firewall address-list
remove [find where comment~"^sinbin:ssh-stages " and dynamic=no]

# list trusted
:foreach entry in={"2001:db8:f00::/48"} do={
  :do { add list=trusted address=$entry comment="sinbin:ssh-stages policy.sbn:6" } on-error={
    remove [find where list="trusted" and address=$entry and dynamic=yes]
    :do { add list=trusted address=$entry comment="sinbin:ssh-stages policy.sbn:6" } on-error={
      :log warning "sinbin:ssh-stages: list trusted had $entry already"
    }
  }
}

/ipv6 firewall filter
# chain ssh_stages
add chain=ssh_stages action=drop src-address-list=ssh_blacklist \
    comment="sinbin:ssh-stages policy.sbn:19"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_blacklist \
    address-list-timeout=1w3d src-address-list=ssh_stage3 connection-state=new log=yes \
    log-prefix="ssh blacklisted" comment="sinbin:ssh-stages policy.sbn:20"
add chain=ssh_stages action=drop src-address-list=ssh_stage3 connection-state=new \
    comment="sinbin:ssh-stages policy.sbn:20"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_stage3 \
    address-list-timeout=1m src-address-list=ssh_stage2 connection-state=new \
    comment="sinbin:ssh-stages policy.sbn:21"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_stage2 \
    address-list-timeout=1m src-address-list=ssh_stage1 connection-state=new \
    comment="sinbin:ssh-stages policy.sbn:22"
add chain=ssh_stages action=add-src-to-address-list address-list=ssh_stage1 \
    address-list-timeout=1m connection-state=new comment="sinbin:ssh-stages policy.sbn:23"

# into input, before what is there
:if ([:len [find where chain=input and dynamic=no]] = 0) do={
  add chain=input action=passthrough comment="sinbin:ssh-stages anchor"
}
add chain=input action=jump jump-target=ssh_stages src-address-list=!trusted protocol=tcp \
    dst-port=22 comment="sinbin:ssh-stages policy.sbn:14" \
    place-before=[:pick [find where chain=input and dynamic=no] 0]
remove [find where comment="sinbin:ssh-stages anchor"]

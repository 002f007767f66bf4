# The policy edge, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.edge.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-edge.nix ];
#   who is in sinbin, IPv4         nft list set inet sinbin_edge list_sinbin_4
#   take one out                   nft delete element inet sinbin_edge list_sinbin_4 { 203.0.113.7 }
#   who is in sinbin, IPv6         nft list set inet sinbin_edge list_sinbin_6
#   take one out                   nft delete element inet sinbin_edge list_sinbin_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_edge
#   take it all away, bans too     nft delete table inet sinbin_edge
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."edge";

  policy = {
    title = "edge";
    table = "sinbin_edge";
    onlyTrial = false;
    tryable = true;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = { };
    variableOf = name: { }.${name};
    deletions = ''
      table inet sinbin_edge
      flush table inet sinbin_edge
      add chain inet sinbin_edge prerouting; delete chain inet sinbin_edge prerouting
      add chain inet sinbin_edge prerouting_last; delete chain inet sinbin_edge prerouting_last
      add chain inet sinbin_edge input; delete chain inet sinbin_edge input
      add chain inet sinbin_edge input_last; delete chain inet sinbin_edge input_last
      add chain inet sinbin_edge forward; delete chain inet sinbin_edge forward
      add chain inet sinbin_edge forward_last; delete chain inet sinbin_edge forward_last
      add chain inet sinbin_edge output; delete chain inet sinbin_edge output
      add chain inet sinbin_edge output_last; delete chain inet sinbin_edge output_last
      add chain inet sinbin_edge chain_sincheck; delete chain inet sinbin_edge chain_sincheck
    '';
    rules =
      trial:
      ''
        # Lists with members of their own are filled anew.
        add set inet sinbin_edge list_trusted_n4 { type ipv4_addr; flags interval; }
        flush set inet sinbin_edge list_trusted_n4
        add set inet sinbin_edge list_trusted_n6 { type ipv6_addr; flags interval; }
        flush set inet sinbin_edge list_trusted_n6

        table inet sinbin_edge {
          set list_trusted_n4 {
            type ipv4_addr
            flags interval
            elements = { 192.168.88.0/24 }
          }

          set list_trusted_n6 {
            type ipv6_addr
            flags interval
            elements = { 2001:db8:1::/48 }
          }

          set list_sin_1_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_sin_1_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
          }

          set list_sin_2_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_sin_2_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
          }

          set list_sinbin_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_sinbin_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
          }

          chain input {
            type filter hook input priority filter - 10; policy accept;

            iifname "lo" return
            icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

            # from !trusted -> jump sincheck
            ip saddr != @list_trusted_n4 counter jump chain_sincheck comment "policy.sbn:5"
            ip6 saddr != @list_trusted_n6 counter jump chain_sincheck comment "policy.sbn:5"
          }

          chain chain_sincheck {
      ''
      + (
        if trial then
          ''
                # from sinbin -> count
                ip saddr @list_sinbin_4 counter comment "policy.sbn:8"
                ip6 saddr @list_sinbin_6 counter comment "policy.sbn:8"

          ''
        else
          ''
                # from sinbin -> drop
                ip saddr @list_sinbin_4 counter drop comment "policy.sbn:8"
                ip6 saddr @list_sinbin_6 counter drop comment "policy.sbn:8"

          ''
      )
      + ''
            # From here on: new.
            ct state invalid,established,related,untracked return

            # new tcp/22 from sin_2 80% -> log "sinbinned", add source to sinbin for 4h
            ip saddr @list_sin_2_4 tcp dport 22 numgen random mod 100 < 80 counter log prefix "sinbinned " update @list_sinbin_4 { ip saddr timeout 4h } comment "policy.sbn:9"
            ip6 saddr @list_sin_2_6 tcp dport 22 numgen random mod 100 < 80 counter log prefix "sinbinned " update @list_sinbin_6 { ip6 saddr timeout 4h } comment "policy.sbn:9"

            # new from sin_2 40% -> log "sinbinned", add source to sinbin for 4h
            ip saddr @list_sin_2_4 numgen random mod 100 < 40 counter log prefix "sinbinned " update @list_sinbin_4 { ip saddr timeout 4h } comment "policy.sbn:10"
            ip6 saddr @list_sin_2_6 numgen random mod 100 < 40 counter log prefix "sinbinned " update @list_sinbin_6 { ip6 saddr timeout 4h } comment "policy.sbn:10"

            # new tcp/22 from sin_1 80% -> add source to sin_2 for 1m
            ip saddr @list_sin_1_4 tcp dport 22 numgen random mod 100 < 80 counter update @list_sin_2_4 { ip saddr timeout 1m } comment "policy.sbn:9"
            ip6 saddr @list_sin_1_6 tcp dport 22 numgen random mod 100 < 80 counter update @list_sin_2_6 { ip6 saddr timeout 1m } comment "policy.sbn:9"

            # new from sin_1 30% -> add source to sin_2 for 1m
            ip saddr @list_sin_1_4 numgen random mod 100 < 30 counter update @list_sin_2_4 { ip saddr timeout 1m } comment "policy.sbn:10"
            ip6 saddr @list_sin_1_6 numgen random mod 100 < 30 counter update @list_sin_2_6 { ip6 saddr timeout 1m } comment "policy.sbn:10"

            # new tcp/22 80% -> add source to sin_1 for 1m
            meta nfproto ipv4 tcp dport 22 numgen random mod 100 < 80 counter update @list_sin_1_4 { ip saddr timeout 1m } comment "policy.sbn:9"
            meta nfproto ipv6 tcp dport 22 numgen random mod 100 < 80 counter update @list_sin_1_6 { ip6 saddr timeout 1m } comment "policy.sbn:9"

            # new 20% -> add source to sin_1 for 1m
            meta nfproto ipv4 numgen random mod 100 < 20 counter update @list_sin_1_4 { ip saddr timeout 1m } comment "policy.sbn:10"
            meta nfproto ipv6 numgen random mod 100 < 20 counter update @list_sin_1_6 { ip6 saddr timeout 1m } comment "policy.sbn:10"
          }
        }
      '';
    allowRules = _trial: ''
      insert rule inet sinbin_edge input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_edge input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_edge {
          chain closed_port {
            ip saddr @list_trusted_n4 return
            ip6 saddr @list_trusted_n6 return
            meta nfproto ipv4 counter update @list_sinbin_4 { ip saddr timeout 4h } comment "closed port"
            meta nfproto ipv6 counter update @list_sinbin_6 { ip6 saddr timeout 4h } comment "closed port"
      ''
      + (
        if trial then
          ''
                counter comment "closed port"
          ''
        else
          ''
                counter drop comment "closed port"
          ''
      )
      + ''
          }
        }
      '';
    description.text = ''
      #@ sinbin 1
      #@ policy edge
      #@ table sinbin_edge
      #@ list trusted trusted
      #@ list sin_1 sin_1
      #@ list sin_2 sin_2
      #@ list sinbin sinbin
      #@ bin sinbin
      #@ time sinbin 4h
      #@ time sin_2 1m
      #@ time sin_1 1m
      #@ set list_trusted_n4 trusted 4 intervals - -
      #@ set list_trusted_n6 trusted 6 intervals - -
      #@ set list_sin_1_4 sin_1 4 dynamic 65535 -
      #@ set list_sin_1_6 sin_1 6 dynamic 65535 -
      #@ set list_sin_2_4 sin_2 4 dynamic 65535 -
      #@ set list_sin_2_6 sin_2 6 dynamic 65535 -
      #@ set list_sinbin_4 sinbin 4 dynamic 65535 -
      #@ set list_sinbin_6 sinbin 6 dynamic 65535 -
      #@ shape list_trusted_n4 ipv4_addr interval - -
      #@ shape list_trusted_n6 ipv6_addr interval - -
      #@ shape list_sin_1_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_sin_1_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_sin_2_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_sin_2_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_sinbin_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_sinbin_6 ipv6_addr dynamic,timeout 65535 -
      #@ loader nftables.service
    '';
    helper = ''
    '';
  };

  # The same for every policy.
  sinbin = (
  ) { inherit config lib pkgs; };
in
{
  options.services.sinbin."edge" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

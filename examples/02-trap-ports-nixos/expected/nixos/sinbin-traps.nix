# The policy traps, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.traps.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-traps.nix ];
#   who is in trapped, IPv4        nft list set inet sinbin_traps list_trapped_4
#   take one out                   nft delete element inet sinbin_traps list_trapped_4 { 203.0.113.7 }
#   who is in trapped, IPv6        nft list set inet sinbin_traps list_trapped_6
#   take one out                   nft delete element inet sinbin_traps list_trapped_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_traps
#   take it all away, bans too     nft delete table inet sinbin_traps
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."traps";

  policy = {
    title = "traps";
    table = "sinbin_traps";
    onlyTrial = false;
    tryable = true;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = {
      "wan" = sinbin.interface "traps" "wan" [ "enp1s0" ];
    };
    variableOf = name: {
      "wan" = "sinbin_traps_if_wan";
    }.${name};
    deletions = ''
      table inet sinbin_traps
      flush table inet sinbin_traps
      add chain inet sinbin_traps prerouting; delete chain inet sinbin_traps prerouting
      add chain inet sinbin_traps prerouting_last; delete chain inet sinbin_traps prerouting_last
      add chain inet sinbin_traps input; delete chain inet sinbin_traps input
      add chain inet sinbin_traps input_last; delete chain inet sinbin_traps input_last
      add chain inet sinbin_traps forward; delete chain inet sinbin_traps forward
      add chain inet sinbin_traps forward_last; delete chain inet sinbin_traps forward_last
      add chain inet sinbin_traps output; delete chain inet sinbin_traps output
      add chain inet sinbin_traps output_last; delete chain inet sinbin_traps output_last
      add chain inet sinbin_traps chain_baited; delete chain inet sinbin_traps chain_baited
    '';
    rules =
      trial:
      ''
        # Lists with members of their own are filled anew.
        add set inet sinbin_traps list_allow_n4 { type ipv4_addr; flags interval; }
        flush set inet sinbin_traps list_allow_n4
        add set inet sinbin_traps list_allow_n6 { type ipv6_addr; flags interval; }
        flush set inet sinbin_traps list_allow_n6

        table inet sinbin_traps {
          set list_allow_n4 {
            type ipv4_addr
            flags interval
            elements = { 192.0.2.0/24 }
          }

          set list_allow_n6 {
            type ipv6_addr
            flags interval
            elements = { 2001:db8:f00::/48 }
          }

          set list_trapped_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_trapped_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
          }

          chain input {
            type filter hook input priority filter - 10; policy accept;

            iifname "lo" return
            icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

            # from !allow in wan -> jump baited
            iifname $sinbin_traps_if_wan ip saddr != @list_allow_n4 counter jump chain_baited comment "policy.sbn:11"
            iifname $sinbin_traps_if_wan ip6 saddr != @list_allow_n6 counter jump chain_baited comment "policy.sbn:11"
          }

          chain chain_baited {
      ''
      + (
        if trial then
          ''
                # from trapped -> count
                ip saddr @list_trapped_4 counter comment "policy.sbn:13"
                ip6 saddr @list_trapped_6 counter comment "policy.sbn:13"

          ''
        else
          ''
                # from trapped -> drop
                ip saddr @list_trapped_4 counter drop comment "policy.sbn:13"
                ip6 saddr @list_trapped_6 counter drop comment "policy.sbn:13"

          ''
      )
      + ''
            # From here on: new.
            ct state invalid,established,related,untracked return

      ''
      + (
        if trial then
          ''
                # new tcp/{21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019} -> log "trapped", add source to trapped for 10d, count
          ''
        else
          ''
                # new tcp/{21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019} -> log "trapped", add source to trapped for 10d, drop
          ''
      )
      + ''
            meta nfproto ipv4 tcp dport { 21, 23, 53, 111, 135, 137-139, 445, 1433, 3306, 3389, 5432, 25565, 27019 } counter log prefix "trapped " update @list_trapped_4 { ip saddr timeout 10d } comment "policy.sbn:14"
            meta nfproto ipv6 tcp dport { 21, 23, 53, 111, 135, 137-139, 445, 1433, 3306, 3389, 5432, 25565, 27019 } counter log prefix "trapped " update @list_trapped_6 { ip6 saddr timeout 10d } comment "policy.sbn:14"
      ''
      + (
        if trial then
          ''
          ''
        else
          ''
                tcp dport { 21, 23, 53, 111, 135, 137-139, 445, 1433, 3306, 3389, 5432, 25565, 27019 } counter drop comment "policy.sbn:14"
          ''
      )
      + ''
          }
        }
      '';
    allowRules = _trial: ''
      insert rule inet sinbin_traps input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_traps input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_traps {
          chain closed_port {
            ip saddr @list_allow_n4 return
            ip6 saddr @list_allow_n6 return
            meta nfproto ipv4 counter update @list_trapped_4 { ip saddr timeout 10d } comment "closed port"
            meta nfproto ipv6 counter update @list_trapped_6 { ip6 saddr timeout 10d } comment "closed port"
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
      #@ policy traps
      #@ table sinbin_traps
      #@ list allow allow
      #@ list trapped trapped
      #@ bin trapped
      #@ time trapped 10d
      #@ set list_allow_n4 allow 4 intervals - -
      #@ set list_allow_n6 allow 6 intervals - -
      #@ set list_trapped_4 trapped 4 dynamic 65535 -
      #@ set list_trapped_6 trapped 6 dynamic 65535 -
      #@ shape list_allow_n4 ipv4_addr interval - -
      #@ shape list_allow_n6 ipv6_addr interval - -
      #@ shape list_trapped_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_trapped_6 ipv6_addr dynamic,timeout 65535 -
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
  options.services.sinbin."traps" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

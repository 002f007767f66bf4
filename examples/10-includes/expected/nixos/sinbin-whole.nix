# The policy whole, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.whole.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-whole.nix ];
#   who is in guessed, IPv4        nft list set inet sinbin_whole list_guessed_4
#   take one out                   nft delete element inet sinbin_whole list_guessed_4 { 203.0.113.7 }
#   who is in guessed, IPv6        nft list set inet sinbin_whole list_guessed_6
#   take one out                   nft delete element inet sinbin_whole list_guessed_6 { 2001:db8::7 }
#   who is in trapped, IPv4        nft list set inet sinbin_whole list_trapped_4
#   take one out                   nft delete element inet sinbin_whole list_trapped_4 { 203.0.113.7 }
#   who is in trapped, IPv6        nft list set inet sinbin_whole list_trapped_6
#   take one out                   nft delete element inet sinbin_whole list_trapped_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_whole
#   take it all away, bans too     nft delete table inet sinbin_whole
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."whole";

  policy = {
    title = "whole";
    table = "sinbin_whole";
    onlyTrial = false;
    tryable = true;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = {
      "wan" = sinbin.interface "whole" "wan" [ "enp1s0" ];
    };
    variableOf = name: {
      "wan" = "sinbin_whole_if_wan";
    }.${name};
    deletions = ''
      table inet sinbin_whole
      flush table inet sinbin_whole
      add chain inet sinbin_whole prerouting; delete chain inet sinbin_whole prerouting
      add chain inet sinbin_whole prerouting_last; delete chain inet sinbin_whole prerouting_last
      add chain inet sinbin_whole input; delete chain inet sinbin_whole input
      add chain inet sinbin_whole input_last; delete chain inet sinbin_whole input_last
      add chain inet sinbin_whole forward; delete chain inet sinbin_whole forward
      add chain inet sinbin_whole forward_last; delete chain inet sinbin_whole forward_last
      add chain inet sinbin_whole output; delete chain inet sinbin_whole output
      add chain inet sinbin_whole output_last; delete chain inet sinbin_whole output_last
      add chain inet sinbin_whole chain_guessers; delete chain inet sinbin_whole chain_guessers
      add chain inet sinbin_whole chain_traps; delete chain inet sinbin_whole chain_traps
    '';
    rules =
      trial:
      ''
        # Lists with members of their own are filled anew.
        add set inet sinbin_whole list_trusted_n4 { type ipv4_addr; flags interval; }
        flush set inet sinbin_whole list_trusted_n4
        add set inet sinbin_whole list_trusted_n6 { type ipv6_addr; flags interval; }
        flush set inet sinbin_whole list_trusted_n6
        add set inet sinbin_whole list_blocked_n4 { type ipv4_addr; flags interval; }
        flush set inet sinbin_whole list_blocked_n4
        add set inet sinbin_whole list_blocked_n6 { type ipv6_addr; flags interval; }
        flush set inet sinbin_whole list_blocked_n6

        table inet sinbin_whole {
          set list_trusted_n4 {
            type ipv4_addr
            flags interval
            elements = { 192.168.88.0/24 }
          }

          set list_trusted_n6 {
            type ipv6_addr
            flags interval
            elements = { 2001:db8:88::/48 }
          }

          set list_blocked_n4 {
            type ipv4_addr
            flags interval
            elements = { 198.51.100.0/24, 203.0.113.7 }
          }

          set list_blocked_n6 {
            type ipv6_addr
            flags interval
            elements = { 2001:db8:bad::/48 }
          }

          set list_guess_1_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_guess_1_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
          }

          set list_guess_2_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_guess_2_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
          }

          set list_guessed_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
          }

          set list_guessed_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
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

          chain prerouting {
            type filter hook prerouting priority raw; policy accept;

            iifname "lo" return
            icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

            # from blocked in wan -> drop
            iifname $sinbin_whole_if_wan ip saddr @list_blocked_n4 counter drop comment "inbound/early.sbn:5"
            iifname $sinbin_whole_if_wan ip6 saddr @list_blocked_n6 counter drop comment "inbound/early.sbn:5"
          }

          chain input {
            type filter hook input priority filter - 10; policy accept;

            iifname "lo" return
            icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

            # from !trusted in wan -> jump guessers
            iifname $sinbin_whole_if_wan ip saddr != @list_trusted_n4 counter jump chain_guessers comment "inbound/guessers.sbn:4"
            iifname $sinbin_whole_if_wan ip6 saddr != @list_trusted_n6 counter jump chain_guessers comment "inbound/guessers.sbn:4"

            # from !trusted in wan -> jump traps
            iifname $sinbin_whole_if_wan ip saddr != @list_trusted_n4 counter jump chain_traps comment "inbound/traps.sbn:6"
            iifname $sinbin_whole_if_wan ip6 saddr != @list_trusted_n6 counter jump chain_traps comment "inbound/traps.sbn:6"
          }

          chain chain_guessers {
      ''
      + (
        if trial then
          ''
                # from guessed -> count
                ip saddr @list_guessed_4 counter comment "inbound/guessers.sbn:7"
                ip6 saddr @list_guessed_6 counter comment "inbound/guessers.sbn:7"

          ''
        else
          ''
                # from guessed -> drop
                ip saddr @list_guessed_4 counter drop comment "inbound/guessers.sbn:7"
                ip6 saddr @list_guessed_6 counter drop comment "inbound/guessers.sbn:7"

          ''
      )
      + ''
            # From here on: new.
            ct state invalid,established,related,untracked return

            # new tcp/22 from guess_2 50% -> log "guesser", add source to guessed for 1d
            ip saddr @list_guess_2_4 tcp dport 22 numgen random mod 100 < 50 counter log prefix "guesser " update @list_guessed_4 { ip saddr timeout 1d } comment "inbound/guessers.sbn:8"
            ip6 saddr @list_guess_2_6 tcp dport 22 numgen random mod 100 < 50 counter log prefix "guesser " update @list_guessed_6 { ip6 saddr timeout 1d } comment "inbound/guessers.sbn:8"

            # new tcp/22 from guess_1 50% -> add source to guess_2 for 2m
            ip saddr @list_guess_1_4 tcp dport 22 numgen random mod 100 < 50 counter update @list_guess_2_4 { ip saddr timeout 2m } comment "inbound/guessers.sbn:8"
            ip6 saddr @list_guess_1_6 tcp dport 22 numgen random mod 100 < 50 counter update @list_guess_2_6 { ip6 saddr timeout 2m } comment "inbound/guessers.sbn:8"

            # new tcp/22 50% -> add source to guess_1 for 2m
            meta nfproto ipv4 tcp dport 22 numgen random mod 100 < 50 counter update @list_guess_1_4 { ip saddr timeout 2m } comment "inbound/guessers.sbn:8"
            meta nfproto ipv6 tcp dport 22 numgen random mod 100 < 50 counter update @list_guess_1_6 { ip6 saddr timeout 2m } comment "inbound/guessers.sbn:8"
          }

          chain chain_traps {
      ''
      + (
        if trial then
          ''
                # from trapped -> count
                ip saddr @list_trapped_4 counter comment "inbound/traps.sbn:8"
                ip6 saddr @list_trapped_6 counter comment "inbound/traps.sbn:8"

          ''
        else
          ''
                # from trapped -> drop
                ip saddr @list_trapped_4 counter drop comment "inbound/traps.sbn:8"
                ip6 saddr @list_trapped_6 counter drop comment "inbound/traps.sbn:8"

          ''
      )
      + ''
            # From here on: new.
            ct state invalid,established,related,untracked return

      ''
      + (
        if trial then
          ''
                # new tcp/{23,139,445,2323,5555} -> log "trapped", add source to trapped for 10d, count
          ''
        else
          ''
                # new tcp/{23,139,445,2323,5555} -> log "trapped", add source to trapped for 10d, drop
          ''
      )
      + ''
            meta nfproto ipv4 tcp dport { 23, 139, 445, 2323, 5555 } counter log prefix "trapped " update @list_trapped_4 { ip saddr timeout 10d } comment "inbound/traps.sbn:9"
            meta nfproto ipv6 tcp dport { 23, 139, 445, 2323, 5555 } counter log prefix "trapped " update @list_trapped_6 { ip6 saddr timeout 10d } comment "inbound/traps.sbn:9"
      ''
      + (
        if trial then
          ''
          ''
        else
          ''
                tcp dport { 23, 139, 445, 2323, 5555 } counter drop comment "inbound/traps.sbn:9"
          ''
      )
      + ''
          }
        }
      '';
    allowRules = _trial: ''
      insert rule inet sinbin_whole prerouting ip6 saddr @host_allow_6 return
      insert rule inet sinbin_whole prerouting ip saddr @host_allow_4 return
      insert rule inet sinbin_whole input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_whole input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_whole {
          chain closed_port {
            ip saddr @list_trusted_n4 return
            ip6 saddr @list_trusted_n6 return
            ip saddr @list_blocked_n4 return
            ip6 saddr @list_blocked_n6 return
            meta nfproto ipv4 counter update @list_guessed_4 { ip saddr timeout 1d } comment "closed port"
            meta nfproto ipv6 counter update @list_guessed_6 { ip6 saddr timeout 1d } comment "closed port"
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
      #@ policy whole
      #@ table sinbin_whole
      #@ list trusted trusted
      #@ list blocked blocked
      #@ list guess_1 guess_1
      #@ list guess_2 guess_2
      #@ list guessed guessed
      #@ list trapped trapped
      #@ bin guessed
      #@ bin trapped
      #@ time guessed 1d
      #@ time guess_2 2m
      #@ time guess_1 2m
      #@ time trapped 10d
      #@ set list_trusted_n4 trusted 4 intervals - -
      #@ set list_trusted_n6 trusted 6 intervals - -
      #@ set list_blocked_n4 blocked 4 intervals - -
      #@ set list_blocked_n6 blocked 6 intervals - -
      #@ set list_guess_1_4 guess_1 4 dynamic 65535 -
      #@ set list_guess_1_6 guess_1 6 dynamic 65535 -
      #@ set list_guess_2_4 guess_2 4 dynamic 65535 -
      #@ set list_guess_2_6 guess_2 6 dynamic 65535 -
      #@ set list_guessed_4 guessed 4 dynamic 65535 -
      #@ set list_guessed_6 guessed 6 dynamic 65535 -
      #@ set list_trapped_4 trapped 4 dynamic 65535 -
      #@ set list_trapped_6 trapped 6 dynamic 65535 -
      #@ shape list_trusted_n4 ipv4_addr interval - -
      #@ shape list_trusted_n6 ipv6_addr interval - -
      #@ shape list_blocked_n4 ipv4_addr interval - -
      #@ shape list_blocked_n6 ipv6_addr interval - -
      #@ shape list_guess_1_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_guess_1_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_guess_2_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_guess_2_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_guessed_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_guessed_6 ipv6_addr dynamic,timeout 65535 -
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
  options.services.sinbin."whole" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

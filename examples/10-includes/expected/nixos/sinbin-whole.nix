# The policy whole, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.
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
{ config, ... }:
let
  cfg = config.networking.nftables;
  linesOf = text: builtins.filter builtins.isString (builtins.split "\n" text);
  isFlush = line: builtins.match "[[:space:]]*flush[[:space:]]+ruleset.*" line != null;
  flushes = text: builtins.any isFlush (linesOf text);
in
{
  networking.nftables = {
    enable = true;
    # With a ruleset of one's own the default is to flush everything, and who is binned with it.
    flushRuleset = false;
    extraDeletions = ''
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
    ruleset = ''
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
          iifname "enp1s0" ip saddr @list_blocked_n4 counter drop comment "inbound/early.sbn:5"
          iifname "enp1s0" ip6 saddr @list_blocked_n6 counter drop comment "inbound/early.sbn:5"
        }

        chain input {
          type filter hook input priority filter - 10; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # from !trusted in wan -> jump guessers
          iifname "enp1s0" ip saddr != @list_trusted_n4 counter jump chain_guessers comment "inbound/guessers.sbn:4"
          iifname "enp1s0" ip6 saddr != @list_trusted_n6 counter jump chain_guessers comment "inbound/guessers.sbn:4"

          # from !trusted in wan -> jump traps
          iifname "enp1s0" ip saddr != @list_trusted_n4 counter jump chain_traps comment "inbound/traps.sbn:6"
          iifname "enp1s0" ip6 saddr != @list_trusted_n6 counter jump chain_traps comment "inbound/traps.sbn:6"
        }

        chain chain_guessers {
          # from guessed -> drop
          ip saddr @list_guessed_4 counter drop comment "inbound/guessers.sbn:7"
          ip6 saddr @list_guessed_6 counter drop comment "inbound/guessers.sbn:7"

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
          # from trapped -> drop
          ip saddr @list_trapped_4 counter drop comment "inbound/traps.sbn:8"
          ip6 saddr @list_trapped_6 counter drop comment "inbound/traps.sbn:8"

          # From here on: new.
          ct state invalid,established,related,untracked return

          # new tcp/{23,139,445,2323,5555} -> log "trapped", add source to trapped for 10d, drop
          meta nfproto ipv4 tcp dport { 23, 139, 445, 2323, 5555 } counter log prefix "trapped " update @list_trapped_4 { ip saddr timeout 10d } comment "inbound/traps.sbn:9"
          meta nfproto ipv6 tcp dport { 23, 139, 445, 2323, 5555 } counter log prefix "trapped " update @list_trapped_6 { ip6 saddr timeout 10d } comment "inbound/traps.sbn:9"
          tcp dport { 23, 139, 445, 2323, 5555 } counter drop comment "inbound/traps.sbn:9"
        }
      }
    '';
  };

  assertions = [
    {
      assertion = cfg.enable;
      message = "networking.nftables.enable is off, so the policy whole would not be loaded and every ban would end.";
    }
    {
      assertion = !cfg.flushRuleset;
      message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy whole; leave it false.";
    }
    {
      assertion = !(cfg.firewall.enable or false);
      message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy whole; turn one of the two off.";
    }
    {
      assertion = !(cfg.tables ? "sinbin_whole");
      message = "networking.nftables.tables.sinbin_whole has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
    }
    {
      assertion = !flushes cfg.ruleset && !flushes cfg.extraDeletions;
      message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy whole; take that line out.";
    }
  ];
}

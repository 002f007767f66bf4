# The policy traps, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.
#
#   use it, in configuration.nix   imports = [ ./sinbin-traps.nix ];
#   who is in trapped, IPv4        nft list set inet sinbin_traps list_trapped_4
#   take one out                   nft delete element inet sinbin_traps list_trapped_4 { 203.0.113.7 }
#   who is in trapped, IPv6        nft list set inet sinbin_traps list_trapped_6
#   take one out                   nft delete element inet sinbin_traps list_trapped_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_traps
#   take it all away, bans too     nft delete table inet sinbin_traps
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
    ruleset = ''
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
          iifname "enp1s0" ip saddr != @list_allow_n4 counter jump chain_baited comment "policy.sbn:11"
          iifname "enp1s0" ip6 saddr != @list_allow_n6 counter jump chain_baited comment "policy.sbn:11"
        }

        chain chain_baited {
          # from trapped -> drop
          ip saddr @list_trapped_4 counter drop comment "policy.sbn:13"
          ip6 saddr @list_trapped_6 counter drop comment "policy.sbn:13"

          # From here on: new.
          ct state invalid,established,related,untracked return

          # new tcp/{21,23,53,111,135,137-139,445,1433,3306,3389,5432,25565,27019} -> log "trapped", add source to trapped for 10d, drop
          meta nfproto ipv4 tcp dport { 21, 23, 53, 111, 135, 137-139, 445, 1433, 3306, 3389, 5432, 25565, 27019 } counter log prefix "trapped " update @list_trapped_4 { ip saddr timeout 10d } comment "policy.sbn:14"
          meta nfproto ipv6 tcp dport { 21, 23, 53, 111, 135, 137-139, 445, 1433, 3306, 3389, 5432, 25565, 27019 } counter log prefix "trapped " update @list_trapped_6 { ip6 saddr timeout 10d } comment "policy.sbn:14"
          tcp dport { 21, 23, 53, 111, 135, 137-139, 445, 1433, 3306, 3389, 5432, 25565, 27019 } counter drop comment "policy.sbn:14"
        }
      }
    '';
  };

  assertions = [
    {
      assertion = cfg.enable;
      message = "networking.nftables.enable is off, so the policy traps would not be loaded and every ban would end.";
    }
    {
      assertion = !cfg.flushRuleset;
      message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy traps; leave it false.";
    }
    {
      assertion = !(cfg.firewall.enable or false);
      message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy traps; turn one of the two off.";
    }
    {
      assertion = !(cfg.tables ? "sinbin_traps");
      message = "networking.nftables.tables.sinbin_traps has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
    }
    {
      assertion = !flushes cfg.ruleset && !flushes cfg.extraDeletions;
      message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy traps; take that line out.";
    }
  ];
}

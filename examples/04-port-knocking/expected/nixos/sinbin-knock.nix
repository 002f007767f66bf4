# The policy knock, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.
#
#   use it, in configuration.nix   imports = [ ./sinbin-knock.nix ];
#   who is in knocked1, IPv4       nft list set inet sinbin_knock list_knocked1_4
#   take one out                   nft delete element inet sinbin_knock list_knocked1_4 { 203.0.113.7 }
#   who is in knocked1, IPv6       nft list set inet sinbin_knock list_knocked1_6
#   take one out                   nft delete element inet sinbin_knock list_knocked1_6 { 2001:db8::7 }
#   who is in knocked2, IPv4       nft list set inet sinbin_knock list_knocked2_4
#   take one out                   nft delete element inet sinbin_knock list_knocked2_4 { 203.0.113.7 }
#   who is in knocked2, IPv6       nft list set inet sinbin_knock list_knocked2_6
#   take one out                   nft delete element inet sinbin_knock list_knocked2_6 { 2001:db8::7 }
#   who is in guessing, IPv4       nft list set inet sinbin_knock list_guessing_4
#   take one out                   nft delete element inet sinbin_knock list_guessing_4 { 203.0.113.7 }
#   who is in guessing, IPv6       nft list set inet sinbin_knock list_guessing_6
#   take one out                   nft delete element inet sinbin_knock list_guessing_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_knock
#   take it all away, bans too     nft delete table inet sinbin_knock
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
      table inet sinbin_knock
      flush table inet sinbin_knock
      add chain inet sinbin_knock prerouting; delete chain inet sinbin_knock prerouting
      add chain inet sinbin_knock prerouting_last; delete chain inet sinbin_knock prerouting_last
      add chain inet sinbin_knock input; delete chain inet sinbin_knock input
      add chain inet sinbin_knock input_last; delete chain inet sinbin_knock input_last
      add chain inet sinbin_knock forward; delete chain inet sinbin_knock forward
      add chain inet sinbin_knock forward_last; delete chain inet sinbin_knock forward_last
      add chain inet sinbin_knock output; delete chain inet sinbin_knock output
      add chain inet sinbin_knock output_last; delete chain inet sinbin_knock output_last
    '';
    ruleset = ''
      table inet sinbin_knock {
        set list_knocked1_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_knocked1_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_knocked2_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_knocked2_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_knocked_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_knocked_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_guessing_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_guessing_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        chain input {
          type filter hook input priority filter - 10; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # established,related -> accept
          ct state established,related counter accept comment "policy.sbn:17"

          # new tcp/{2763,2765,7330,7332}, udp/{5507,5509} -> add source to guessing for 1h, drop
          meta nfproto ipv4 ct state new meta l4proto . th dport { tcp . 2763, tcp . 2765, tcp . 7330, tcp . 7332, udp . 5507, udp . 5509 } counter update @list_guessing_4 { ip saddr timeout 1h } comment "policy.sbn:18"
          meta nfproto ipv6 ct state new meta l4proto . th dport { tcp . 2763, tcp . 2765, tcp . 7330, tcp . 7332, udp . 5507, udp . 5509 } counter update @list_guessing_6 { ip6 saddr timeout 1h } comment "policy.sbn:18"
          ct state new meta l4proto . th dport { tcp . 2763, tcp . 2765, tcp . 7330, tcp . 7332, udp . 5507, udp . 5509 } counter drop comment "policy.sbn:18"

          # from guessing -> drop
          ip saddr @list_guessing_4 counter drop comment "policy.sbn:19"
          ip6 saddr @list_guessing_6 counter drop comment "policy.sbn:19"

          # From here on: new.
          ct state invalid,established,related,untracked return

          # new udp/5508 from knocked2 -> log "knocked", add source to knocked for 1m, drop
          ip saddr @list_knocked2_4 udp dport 5508 counter log prefix "knocked " update @list_knocked_4 { ip saddr timeout 1m } comment "policy.sbn:21"
          ip6 saddr @list_knocked2_6 udp dport 5508 counter log prefix "knocked " update @list_knocked_6 { ip6 saddr timeout 1m } comment "policy.sbn:21"
          ip saddr @list_knocked2_4 udp dport 5508 counter drop comment "policy.sbn:21"
          ip6 saddr @list_knocked2_6 udp dport 5508 counter drop comment "policy.sbn:21"

          # new tcp/2764 from knocked1 -> add source to knocked2 for 10s, drop
          ip saddr @list_knocked1_4 tcp dport 2764 counter update @list_knocked2_4 { ip saddr timeout 10s } comment "policy.sbn:22"
          ip6 saddr @list_knocked1_6 tcp dport 2764 counter update @list_knocked2_6 { ip6 saddr timeout 10s } comment "policy.sbn:22"
          ip saddr @list_knocked1_4 tcp dport 2764 counter drop comment "policy.sbn:22"
          ip6 saddr @list_knocked1_6 tcp dport 2764 counter drop comment "policy.sbn:22"

          # new tcp/7331 -> add source to knocked1 for 10s, drop
          meta nfproto ipv4 tcp dport 7331 counter update @list_knocked1_4 { ip saddr timeout 10s } comment "policy.sbn:23"
          meta nfproto ipv6 tcp dport 7331 counter update @list_knocked1_6 { ip6 saddr timeout 10s } comment "policy.sbn:23"
          tcp dport 7331 counter drop comment "policy.sbn:23"

          # new tcp/22 from !knocked -> drop
          ip saddr != @list_knocked_4 tcp dport 22 counter drop comment "policy.sbn:24"
          ip6 saddr != @list_knocked_6 tcp dport 22 counter drop comment "policy.sbn:24"
        }
      }
    '';
  };

  assertions = [
    {
      assertion = cfg.enable;
      message = "networking.nftables.enable is off, so the policy knock would not be loaded and every ban would end.";
    }
    {
      assertion = !cfg.flushRuleset;
      message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy knock; leave it false.";
    }
    {
      assertion = !(cfg.firewall.enable or false);
      message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy knock; turn one of the two off.";
    }
    {
      assertion = !(cfg.tables ? "sinbin_knock");
      message = "networking.nftables.tables.sinbin_knock has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
    }
    {
      assertion = !flushes cfg.ruleset && !flushes cfg.extraDeletions;
      message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy knock; take that line out.";
    }
  ];
}

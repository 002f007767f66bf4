# The policy block-list, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.
#
#   use it, in configuration.nix   imports = [ ./sinbin-block-list.nix ];
#   what the rules did             nft list table inet sinbin_block-list
#   take it all away, bans too     nft delete table inet sinbin_block-list
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
      table inet sinbin_block-list
      flush table inet sinbin_block-list
      add chain inet sinbin_block-list prerouting; delete chain inet sinbin_block-list prerouting
      add chain inet sinbin_block-list prerouting_last; delete chain inet sinbin_block-list prerouting_last
      add chain inet sinbin_block-list input; delete chain inet sinbin_block-list input
      add chain inet sinbin_block-list input_last; delete chain inet sinbin_block-list input_last
      add chain inet sinbin_block-list forward; delete chain inet sinbin_block-list forward
      add chain inet sinbin_block-list forward_last; delete chain inet sinbin_block-list forward_last
      add chain inet sinbin_block-list output; delete chain inet sinbin_block-list output
      add chain inet sinbin_block-list output_last; delete chain inet sinbin_block-list output_last
      add chain inet sinbin_block-list chain_early; delete chain inet sinbin_block-list chain_early
    '';
    ruleset = ''
      # Lists with members of their own are filled anew.
      add set inet sinbin_block-list list_bogons_n4 { type ipv4_addr; flags interval; }
      flush set inet sinbin_block-list list_bogons_n4
      add set inet sinbin_block-list list_bogons_n6 { type ipv6_addr; flags interval; }
      flush set inet sinbin_block-list list_bogons_n6
      add set inet sinbin_block-list list_unwelcome_h4 { type ipv4_addr; }
      flush set inet sinbin_block-list list_unwelcome_h4

      table inet sinbin_block-list {
        set list_bogons_n4 {
          type ipv4_addr
          flags interval
          elements = {
            0.0.0.0/8, 127.0.0.0/8, 192.0.0.0/24, 192.0.2.0/24, 198.18.0.0/15, 198.51.100.0/24,
            203.0.113.0/24, 240.0.0.0-255.255.255.254,
          }
        }

        set list_bogons_n6 {
          type ipv6_addr
          flags interval
          elements = { 100::/64, 2001:2::/48, 2001:db8::/32, 3fff::/20 }
        }

        set list_unwelcome_h4 {
          type ipv4_addr
          elements = { 198.51.100.66 }
        }

        chain prerouting {
          type filter hook prerouting priority raw; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          iifname "enp1s0" counter jump chain_early comment "policy.sbn:10"
        }

        chain chain_early {
          # from bogons -> drop
          ip saddr @list_bogons_n4 counter drop comment "policy.sbn:11"
          ip6 saddr @list_bogons_n6 counter drop comment "policy.sbn:11"

          # from unwelcome -> count, drop
          ip saddr @list_unwelcome_h4 counter drop comment "policy.sbn:12"
        }
      }
    '';
  };

  assertions = [
    {
      assertion = cfg.enable;
      message = "networking.nftables.enable is off, so the policy block-list would not be loaded and every ban would end.";
    }
    {
      assertion = !cfg.flushRuleset;
      message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy block-list; leave it false.";
    }
    {
      assertion = !(cfg.firewall.enable or false);
      message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy block-list; turn one of the two off.";
    }
    {
      assertion = !(cfg.tables ? "sinbin_block-list");
      message = "networking.nftables.tables.sinbin_block-list has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
    }
    {
      assertion = !flushes cfg.ruleset && !flushes cfg.extraDeletions;
      message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy block-list; take that line out.";
    }
  ];
}

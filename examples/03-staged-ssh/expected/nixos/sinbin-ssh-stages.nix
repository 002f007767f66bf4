# The policy ssh-stages, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.
#
#   use it, in configuration.nix    imports = [ ./sinbin-ssh-stages.nix ];
#   who is in ssh_stage3, IPv4      nft list set inet sinbin_ssh-stages list_ssh_stage3_4
#   take one out                    nft delete element inet sinbin_ssh-stages list_ssh_stage3_4 { 203.0.113.7 }
#   who is in ssh_stage3, IPv6      nft list set inet sinbin_ssh-stages list_ssh_stage3_6
#   take one out                    nft delete element inet sinbin_ssh-stages list_ssh_stage3_6 { 2001:db8::7 }
#   who is in ssh_blacklist, IPv4   nft list set inet sinbin_ssh-stages list_ssh_blacklist_4
#   take one out                    nft delete element inet sinbin_ssh-stages list_ssh_blacklist_4 { 203.0.113.7 }
#   who is in ssh_blacklist, IPv6   nft list set inet sinbin_ssh-stages list_ssh_blacklist_6
#   take one out                    nft delete element inet sinbin_ssh-stages list_ssh_blacklist_6 { 2001:db8::7 }
#   what the rules did              nft list table inet sinbin_ssh-stages
#   take it all away, bans too      nft delete table inet sinbin_ssh-stages
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
      table inet sinbin_ssh-stages
      flush table inet sinbin_ssh-stages
      add chain inet sinbin_ssh-stages prerouting; delete chain inet sinbin_ssh-stages prerouting
      add chain inet sinbin_ssh-stages prerouting_last; delete chain inet sinbin_ssh-stages prerouting_last
      add chain inet sinbin_ssh-stages input; delete chain inet sinbin_ssh-stages input
      add chain inet sinbin_ssh-stages input_last; delete chain inet sinbin_ssh-stages input_last
      add chain inet sinbin_ssh-stages forward; delete chain inet sinbin_ssh-stages forward
      add chain inet sinbin_ssh-stages forward_last; delete chain inet sinbin_ssh-stages forward_last
      add chain inet sinbin_ssh-stages output; delete chain inet sinbin_ssh-stages output
      add chain inet sinbin_ssh-stages output_last; delete chain inet sinbin_ssh-stages output_last
      add chain inet sinbin_ssh-stages chain_ssh_stages; delete chain inet sinbin_ssh-stages chain_ssh_stages
    '';
    ruleset = ''
      # Lists with members of their own are filled anew.
      add set inet sinbin_ssh-stages list_trusted_n4 { type ipv4_addr; flags interval; }
      flush set inet sinbin_ssh-stages list_trusted_n4
      add set inet sinbin_ssh-stages list_trusted_n6 { type ipv6_addr; flags interval; }
      flush set inet sinbin_ssh-stages list_trusted_n6

      table inet sinbin_ssh-stages {
        set list_trusted_n4 {
          type ipv4_addr
          flags interval
          elements = { 192.0.2.0/24 }
        }

        set list_trusted_n6 {
          type ipv6_addr
          flags interval
          elements = { 2001:db8:f00::/48 }
        }

        set list_ssh_stage1_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_stage1_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_stage2_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_stage2_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_stage3_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_stage3_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_blacklist_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ssh_blacklist_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        chain input {
          type filter hook input priority filter - 10; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # tcp/22 from !trusted -> jump ssh_stages
          ip saddr != @list_trusted_n4 tcp dport 22 counter jump chain_ssh_stages comment "policy.sbn:14"
          ip6 saddr != @list_trusted_n6 tcp dport 22 counter jump chain_ssh_stages comment "policy.sbn:14"
        }

        chain chain_ssh_stages {
          # from ssh_blacklist -> drop
          ip saddr @list_ssh_blacklist_4 counter drop comment "policy.sbn:19"
          ip6 saddr @list_ssh_blacklist_6 counter drop comment "policy.sbn:19"

          # From here on: new.
          ct state invalid,established,related,untracked return

          # new from ssh_stage3 -> log "ssh blacklisted", add source to ssh_blacklist for 10d, drop
          ip saddr @list_ssh_stage3_4 counter log prefix "ssh blacklisted " update @list_ssh_blacklist_4 { ip saddr timeout 10d } comment "policy.sbn:20"
          ip6 saddr @list_ssh_stage3_6 counter log prefix "ssh blacklisted " update @list_ssh_blacklist_6 { ip6 saddr timeout 10d } comment "policy.sbn:20"
          ip saddr @list_ssh_stage3_4 counter drop comment "policy.sbn:20"
          ip6 saddr @list_ssh_stage3_6 counter drop comment "policy.sbn:20"

          # new from ssh_stage2 -> add source to ssh_stage3 for 1m
          ip saddr @list_ssh_stage2_4 counter update @list_ssh_stage3_4 { ip saddr timeout 1m } comment "policy.sbn:21"
          ip6 saddr @list_ssh_stage2_6 counter update @list_ssh_stage3_6 { ip6 saddr timeout 1m } comment "policy.sbn:21"

          # new from ssh_stage1 -> add source to ssh_stage2 for 1m
          ip saddr @list_ssh_stage1_4 counter update @list_ssh_stage2_4 { ip saddr timeout 1m } comment "policy.sbn:22"
          ip6 saddr @list_ssh_stage1_6 counter update @list_ssh_stage2_6 { ip6 saddr timeout 1m } comment "policy.sbn:22"

          # new -> add source to ssh_stage1 for 1m
          meta nfproto ipv4 counter update @list_ssh_stage1_4 { ip saddr timeout 1m } comment "policy.sbn:23"
          meta nfproto ipv6 counter update @list_ssh_stage1_6 { ip6 saddr timeout 1m } comment "policy.sbn:23"
        }
      }
    '';
  };

  assertions = [
    {
      assertion = cfg.enable;
      message = "networking.nftables.enable is off, so the policy ssh-stages would not be loaded and every ban would end.";
    }
    {
      assertion = !cfg.flushRuleset;
      message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy ssh-stages; leave it false.";
    }
    {
      assertion = !(cfg.firewall.enable or false);
      message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy ssh-stages; turn one of the two off.";
    }
    {
      assertion = !(cfg.tables ? "sinbin_ssh-stages");
      message = "networking.nftables.tables.sinbin_ssh-stages has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
    }
    {
      assertion = !flushes cfg.ruleset && !flushes cfg.extraDeletions;
      message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy ssh-stages; take that line out.";
    }
  ];
}

# The policy flag-scans, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.
#
#   use it, in configuration.nix   imports = [ ./sinbin-flag-scans.nix ];
#   who is in scanners, IPv4       nft list set inet sinbin_flag-scans list_scanners_4
#   take one out                   nft delete element inet sinbin_flag-scans list_scanners_4 { 203.0.113.7 }
#   who is in scanners, IPv6       nft list set inet sinbin_flag-scans list_scanners_6
#   take one out                   nft delete element inet sinbin_flag-scans list_scanners_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_flag-scans
#   take it all away, bans too     nft delete table inet sinbin_flag-scans
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
      table inet sinbin_flag-scans
      flush table inet sinbin_flag-scans
      add chain inet sinbin_flag-scans prerouting; delete chain inet sinbin_flag-scans prerouting
      add chain inet sinbin_flag-scans prerouting_last; delete chain inet sinbin_flag-scans prerouting_last
      add chain inet sinbin_flag-scans input; delete chain inet sinbin_flag-scans input
      add chain inet sinbin_flag-scans input_last; delete chain inet sinbin_flag-scans input_last
      add chain inet sinbin_flag-scans forward; delete chain inet sinbin_flag-scans forward
      add chain inet sinbin_flag-scans forward_last; delete chain inet sinbin_flag-scans forward_last
      add chain inet sinbin_flag-scans output; delete chain inet sinbin_flag-scans output
      add chain inet sinbin_flag-scans output_last; delete chain inet sinbin_flag-scans output_last
      add chain inet sinbin_flag-scans chain_tcp_flags; delete chain inet sinbin_flag-scans chain_tcp_flags
    '';
    ruleset = ''
      # Lists with members of their own are filled anew.
      add set inet sinbin_flag-scans list_trusted_n4 { type ipv4_addr; flags interval; }
      flush set inet sinbin_flag-scans list_trusted_n4
      add set inet sinbin_flag-scans list_trusted_n6 { type ipv6_addr; flags interval; }
      flush set inet sinbin_flag-scans list_trusted_n6

      table inet sinbin_flag-scans {
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

        set list_scanners_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_scanners_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        chain input {
          type filter hook input priority filter - 10; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # from !trusted -> jump tcp_flags
          ip saddr != @list_trusted_n4 counter jump chain_tcp_flags comment "policy.sbn:8"
          ip6 saddr != @list_trusted_n6 counter jump chain_tcp_flags comment "policy.sbn:8"
        }

        chain chain_tcp_flags {
          # from scanners -> drop
          ip saddr @list_scanners_4 counter drop comment "policy.sbn:12"
          ip6 saddr @list_scanners_6 counter drop comment "policy.sbn:12"

          # NULL scan
          # flags !fin !syn !rst !psh !ack !urg -> log "scan NULL", add source to scanners for 2w, drop
          meta nfproto ipv4 tcp flags & (fin | syn | rst | psh | ack | urg) == 0x0 counter log prefix "scan NULL " update @list_scanners_4 { ip saddr timeout 14d } comment "policy.sbn:14 NULL scan"
          meta nfproto ipv6 tcp flags & (fin | syn | rst | psh | ack | urg) == 0x0 counter log prefix "scan NULL " update @list_scanners_6 { ip6 saddr timeout 14d } comment "policy.sbn:14 NULL scan"
          tcp flags & (fin | syn | rst | psh | ack | urg) == 0x0 counter drop comment "policy.sbn:14 NULL scan"

          # FIN scan
          # flags fin !syn !rst !psh !ack !urg -> log "scan FIN", add source to scanners for 2w, drop
          meta nfproto ipv4 tcp flags & (fin | syn | rst | psh | ack | urg) == fin counter log prefix "scan FIN " update @list_scanners_4 { ip saddr timeout 14d } comment "policy.sbn:16 FIN scan"
          meta nfproto ipv6 tcp flags & (fin | syn | rst | psh | ack | urg) == fin counter log prefix "scan FIN " update @list_scanners_6 { ip6 saddr timeout 14d } comment "policy.sbn:16 FIN scan"
          tcp flags & (fin | syn | rst | psh | ack | urg) == fin counter drop comment "policy.sbn:16 FIN scan"

          # Xmas scan
          # flags fin psh urg !syn !rst !ack -> log "scan Xmas", add source to scanners for 2w, drop
          meta nfproto ipv4 tcp flags & (fin | psh | urg | syn | rst | ack) == (fin | psh | urg) counter log prefix "scan Xmas " update @list_scanners_4 { ip saddr timeout 14d } comment "policy.sbn:18 Xmas scan"
          meta nfproto ipv6 tcp flags & (fin | psh | urg | syn | rst | ack) == (fin | psh | urg) counter log prefix "scan Xmas " update @list_scanners_6 { ip6 saddr timeout 14d } comment "policy.sbn:18 Xmas scan"
          tcp flags & (fin | psh | urg | syn | rst | ack) == (fin | psh | urg) counter drop comment "policy.sbn:18 Xmas scan"

          # SYN/FIN scan
          # flags syn fin -> log "scan SYN/FIN", add source to scanners for 2w, drop
          meta nfproto ipv4 tcp flags & (syn | fin) == (syn | fin) counter log prefix "scan SYN/FIN " update @list_scanners_4 { ip saddr timeout 14d } comment "policy.sbn:20 SYN/FIN scan"
          meta nfproto ipv6 tcp flags & (syn | fin) == (syn | fin) counter log prefix "scan SYN/FIN " update @list_scanners_6 { ip6 saddr timeout 14d } comment "policy.sbn:20 SYN/FIN scan"
          tcp flags & (syn | fin) == (syn | fin) counter drop comment "policy.sbn:20 SYN/FIN scan"

          # SYN/RST scan
          # flags syn rst -> log "scan SYN/RST", add source to scanners for 2w, drop
          meta nfproto ipv4 tcp flags & (syn | rst) == (syn | rst) counter log prefix "scan SYN/RST " update @list_scanners_4 { ip saddr timeout 14d } comment "policy.sbn:22 SYN/RST scan"
          meta nfproto ipv6 tcp flags & (syn | rst) == (syn | rst) counter log prefix "scan SYN/RST " update @list_scanners_6 { ip6 saddr timeout 14d } comment "policy.sbn:22 SYN/RST scan"
          tcp flags & (syn | rst) == (syn | rst) counter drop comment "policy.sbn:22 SYN/RST scan"
        }
      }
    '';
  };

  assertions = [
    {
      assertion = cfg.enable;
      message = "networking.nftables.enable is off, so the policy flag-scans would not be loaded and every ban would end.";
    }
    {
      assertion = !cfg.flushRuleset;
      message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy flag-scans; leave it false.";
    }
    {
      assertion = !(cfg.firewall.enable or false);
      message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy flag-scans; turn one of the two off.";
    }
    {
      assertion = !(cfg.tables ? "sinbin_flag-scans");
      message = "networking.nftables.tables.sinbin_flag-scans has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
    }
    {
      assertion = !flushes cfg.ruleset && !flushes cfg.extraDeletions;
      message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy flag-scans; take that line out.";
    }
  ];
}

# The policy flag-scans, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.flag-scans.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-flag-scans.nix ];
#   who is in scanners, IPv4       nft list set inet sinbin_flag-scans list_scanners_4
#   take one out                   nft delete element inet sinbin_flag-scans list_scanners_4 { 203.0.113.7 }
#   who is in scanners, IPv6       nft list set inet sinbin_flag-scans list_scanners_6
#   take one out                   nft delete element inet sinbin_flag-scans list_scanners_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_flag-scans
#   take it all away, bans too     nft delete table inet sinbin_flag-scans
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."flag-scans";

  policy = {
    title = "flag-scans";
    table = "sinbin_flag-scans";
    onlyTrial = false;
    tryable = false;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = { };
    variableOf = name: { }.${name};
    deletions = ''
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
    rules = _trial: ''
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
    allowRules = _trial: ''
      insert rule inet sinbin_flag-scans input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_flag-scans input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_flag-scans {
          chain closed_port {
            ip saddr @list_trusted_n4 return
            ip6 saddr @list_trusted_n6 return
            meta nfproto ipv4 counter update @list_scanners_4 { ip saddr timeout 14d } comment "closed port"
            meta nfproto ipv6 counter update @list_scanners_6 { ip6 saddr timeout 14d } comment "closed port"
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
      #@ policy flag-scans
      #@ table sinbin_flag-scans
      #@ list trusted trusted
      #@ list scanners scanners
      #@ bin scanners
      #@ time scanners 14d
      #@ set list_trusted_n4 trusted 4 intervals - -
      #@ set list_trusted_n6 trusted 6 intervals - -
      #@ set list_scanners_4 scanners 4 dynamic 65535 -
      #@ set list_scanners_6 scanners 6 dynamic 65535 -
      #@ shape list_trusted_n4 ipv4_addr interval - -
      #@ shape list_trusted_n6 ipv6_addr interval - -
      #@ shape list_scanners_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_scanners_6 ipv6_addr dynamic,timeout 65535 -
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
  options.services.sinbin."flag-scans" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

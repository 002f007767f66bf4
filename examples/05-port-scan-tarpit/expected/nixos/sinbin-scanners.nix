# The policy scanners, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.scanners.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-scanners.nix ];
#   who is in scanners, IPv4       nft list set inet sinbin_scanners list_scanners_4
#   take one out                   nft delete element inet sinbin_scanners list_scanners_4 { 203.0.113.7 }
#   who is in scanners, IPv6       nft list set inet sinbin_scanners list_scanners_6
#   take one out                   nft delete element inet sinbin_scanners list_scanners_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_scanners
#   take it all away, bans too     nft delete table inet sinbin_scanners
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."scanners";

  policy = {
    title = "scanners";
    table = "sinbin_scanners";
    onlyTrial = false;
    tryable = true;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = { };
    variableOf = name: { }.${name};
    deletions = ''
      table inet sinbin_scanners
      flush table inet sinbin_scanners
      add chain inet sinbin_scanners prerouting; delete chain inet sinbin_scanners prerouting
      add chain inet sinbin_scanners prerouting_last; delete chain inet sinbin_scanners prerouting_last
      add chain inet sinbin_scanners input; delete chain inet sinbin_scanners input
      add chain inet sinbin_scanners input_last; delete chain inet sinbin_scanners input_last
      add chain inet sinbin_scanners forward; delete chain inet sinbin_scanners forward
      add chain inet sinbin_scanners forward_last; delete chain inet sinbin_scanners forward_last
      add chain inet sinbin_scanners output; delete chain inet sinbin_scanners output
      add chain inet sinbin_scanners output_last; delete chain inet sinbin_scanners output_last
      add chain inet sinbin_scanners chain_scanned; delete chain inet sinbin_scanners chain_scanned
      add chain inet sinbin_scanners scan_scanned_1_4; delete chain inet sinbin_scanners scan_scanned_1_4
      add chain inet sinbin_scanners scan_scanned_1_6; delete chain inet sinbin_scanners scan_scanned_1_6
      add chain inet sinbin_scanners gate_scanned_1; delete chain inet sinbin_scanners gate_scanned_1
    '';
    rules =
      trial:
      ''
        # Lists with members of their own are filled anew.
        add set inet sinbin_scanners list_trusted_n4 { type ipv4_addr; flags interval; }
        flush set inet sinbin_scanners list_trusted_n4
        add set inet sinbin_scanners list_trusted_n6 { type ipv6_addr; flags interval; }
        flush set inet sinbin_scanners list_trusted_n6

        table inet sinbin_scanners {
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

          set scan_21_3s_3_1_ports_4 {
            type ipv4_addr . inet_proto . inet_service
            flags dynamic,timeout
            size 65535
            timeout 1m3s
          }

          set scan_21_3s_3_1_weights_4 {
            type ipv4_addr
            flags dynamic,timeout
            size 65535
            timeout 3s
          }

          set scan_21_3s_3_1_ports_6 {
            type ipv6_addr . inet_proto . inet_service
            flags dynamic,timeout
            size 65535
            timeout 1m3s
          }

          set scan_21_3s_3_1_weights_6 {
            type ipv6_addr
            flags dynamic,timeout
            size 65535
            timeout 3s
          }

          chain input {
            type filter hook input priority filter - 10; policy accept;

            iifname "lo" return
            icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

            # from !trusted -> jump scanned
            ip saddr != @list_trusted_n4 counter jump chain_scanned comment "policy.sbn:7"
            ip6 saddr != @list_trusted_n6 counter jump chain_scanned comment "policy.sbn:7"
          }

          chain chain_scanned {
      ''
      + (
        if trial then
          ''
                # from scanners -> count
                ip saddr @list_scanners_4 counter comment "policy.sbn:9"
                ip6 saddr @list_scanners_6 counter comment "policy.sbn:9"

          ''
        else
          ''
                # from scanners -> tarpit else drop
                ip saddr @list_scanners_4 counter drop comment "policy.sbn:9"
                ip6 saddr @list_scanners_6 counter drop comment "policy.sbn:9"

          ''
      )
      + ''
            # From here on: new.
            ct state invalid,established,related,untracked return

            # scan 21 3s low 3 high 1 new -> log "port scan", add source to scanners for 2w
            meta nfproto ipv4 meta l4proto { tcp, udp } ip saddr . meta l4proto . th dport != @scan_21_3s_3_1_ports_4 counter jump scan_scanned_1_4 comment "policy.sbn:10"
            meta nfproto ipv6 meta l4proto { tcp, udp } ip6 saddr . meta l4proto . th dport != @scan_21_3s_3_1_ports_6 counter jump scan_scanned_1_6 comment "policy.sbn:10"
          }

          # Weighs a port that the source has not touched lately, one a line.
          chain scan_scanned_1_4 {
            tcp flags & (rst | ack) != 0x0 return
            update @scan_21_3s_3_1_weights_4 { ip saddr limit rate over 1/week burst 20 packets } goto gate_scanned_1
            th dport < 1024 update @scan_21_3s_3_1_weights_4 { ip saddr limit rate over 1/week burst 20 packets } goto gate_scanned_1
            th dport < 1024 update @scan_21_3s_3_1_weights_4 { ip saddr limit rate over 1/week burst 20 packets } goto gate_scanned_1
            add @scan_21_3s_3_1_ports_4 { ip saddr . meta l4proto . th dport }
          }

          # Weighs a port that the source has not touched lately, one a line.
          chain scan_scanned_1_6 {
            tcp flags & (rst | ack) != 0x0 return
            update @scan_21_3s_3_1_weights_6 { ip6 saddr limit rate over 1/week burst 20 packets } goto gate_scanned_1
            th dport < 1024 update @scan_21_3s_3_1_weights_6 { ip6 saddr limit rate over 1/week burst 20 packets } goto gate_scanned_1
            th dport < 1024 update @scan_21_3s_3_1_weights_6 { ip6 saddr limit rate over 1/week burst 20 packets } goto gate_scanned_1
            add @scan_21_3s_3_1_ports_6 { ip6 saddr . meta l4proto . th dport }
          }

          # The rest of policy.sbn:10: who is turned back does not meet it.
          chain gate_scanned_1 {
            meta nfproto ipv4 counter log prefix "port scan " update @list_scanners_4 { ip saddr timeout 14d } comment "policy.sbn:10"
            meta nfproto ipv6 counter log prefix "port scan " update @list_scanners_6 { ip6 saddr timeout 14d } comment "policy.sbn:10"
          }
        }
      '';
    allowRules = _trial: ''
      insert rule inet sinbin_scanners input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_scanners input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_scanners {
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
      #@ policy scanners
      #@ table sinbin_scanners
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
      #@ shape scan_21_3s_3_1_ports_4 ipv4_addr.inet_proto.inet_service dynamic,timeout 65535 1m3s
      #@ shape scan_21_3s_3_1_weights_4 ipv4_addr dynamic,timeout 65535 3s
      #@ shape scan_21_3s_3_1_ports_6 ipv6_addr.inet_proto.inet_service dynamic,timeout 65535 1m3s
      #@ shape scan_21_3s_3_1_weights_6 ipv6_addr dynamic,timeout 65535 3s
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
  options.services.sinbin."scanners" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

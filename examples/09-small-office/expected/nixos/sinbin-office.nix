# The policy office, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.office.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-office.nix ];
#   who is in noisy, IPv4          nft list set inet sinbin_office list_noisy_4
#   take one out                   nft delete element inet sinbin_office list_noisy_4 { 203.0.113.7 }
#   who is in noisy, IPv6          nft list set inet sinbin_office list_noisy_6
#   take one out                   nft delete element inet sinbin_office list_noisy_6 { 2001:db8::7 }
#   what the rules did             nft list table inet sinbin_office
#   take it all away, bans too     nft delete table inet sinbin_office
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."office";

  policy = {
    title = "office";
    table = "sinbin_office";
    onlyTrial = false;
    tryable = false;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = {
      "lan" = sinbin.interface "office" "lan" [ "br0" ];
      "wan" = sinbin.interface "office" "wan" [ "enp1s0" ];
      "guest" = sinbin.interface "office" "guest" [ "vlan20" ];
    };
    variableOf = name: {
      "lan" = "sinbin_office_if_lan";
      "wan" = "sinbin_office_if_wan";
      "guest" = "sinbin_office_if_guest";
    }.${name};
    deletions = ''
      table inet sinbin_office
      flush table inet sinbin_office
      add chain inet sinbin_office prerouting; delete chain inet sinbin_office prerouting
      add chain inet sinbin_office prerouting_last; delete chain inet sinbin_office prerouting_last
      add chain inet sinbin_office input; delete chain inet sinbin_office input
      add chain inet sinbin_office input_last; delete chain inet sinbin_office input_last
      add chain inet sinbin_office forward; delete chain inet sinbin_office forward
      add chain inet sinbin_office forward_last; delete chain inet sinbin_office forward_last
      add chain inet sinbin_office output; delete chain inet sinbin_office output
      add chain inet sinbin_office output_last; delete chain inet sinbin_office output_last
      add chain inet sinbin_office chain_visitors; delete chain inet sinbin_office chain_visitors
      add chain inet sinbin_office gate_visitors_2; delete chain inet sinbin_office gate_visitors_2
    '';
    rules = _trial: ''
      # Lists with members of their own are filled anew.
      add set inet sinbin_office list_admins_n4 { type ipv4_addr; flags interval; }
      flush set inet sinbin_office list_admins_n4
      add set inet sinbin_office list_admins_n6 { type ipv6_addr; flags interval; }
      flush set inet sinbin_office list_admins_n6
      add set inet sinbin_office list_printer_h4 { type ipv4_addr; }
      flush set inet sinbin_office list_printer_h4

      table inet sinbin_office {
        set list_admins_n4 {
          type ipv4_addr
          flags interval
          elements = { 192.168.88.10-192.168.88.19 }
        }

        set list_admins_n6 {
          type ipv6_addr
          flags interval
          elements = { 2001:db8:88::/64 }
        }

        set list_printer_h4 {
          type ipv4_addr
          elements = { 192.168.88.50 }
        }

        set list_noisy_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_noisy_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set conns_visitors_1_o200_sou_4 {
          type ipv4_addr
          flags dynamic
          size 65535
        }

        set conns_visitors_1_o200_sou_6 {
          type ipv6_addr
          flags dynamic
          size 65535
        }

        set rate_visitors_2_5s_20_sou_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
          timeout 5s
        }

        set rate_visitors_2_5s_20_sou_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
          timeout 5s
        }

        limit limit_input_1_20s_40 {
          rate 20/second burst 40 packets
        }

        chain input {
          type filter hook input priority filter - 10; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # established,related -> accept
          ct state established,related counter accept comment "policy.sbn:19"

          # invalid -> drop
          ct state invalid counter drop comment "policy.sbn:20"

          # tcp/{22,443,8291} from admins in lan -> accept
          iifname $sinbin_office_if_lan ip saddr @list_admins_n4 tcp dport { 22, 443, 8291 } counter accept comment "policy.sbn:21"
          iifname $sinbin_office_if_lan ip6 saddr @list_admins_n6 tcp dport { 22, 443, 8291 } counter accept comment "policy.sbn:21"

          # icmp/echo-request limit 20/s burst 40 -> accept
          icmp type 8 limit name "limit_input_1_20s_40" counter accept comment "policy.sbn:22"
          icmpv6 type 128 limit name "limit_input_1_20s_40" counter accept comment "policy.sbn:22"

          # icmp/echo-request -> drop
          icmp type 8 counter drop comment "policy.sbn:23"
          icmpv6 type 128 counter drop comment "policy.sbn:23"

          # tcp/53, udp/{53,67,123} in !wan -> accept
          iifname != $sinbin_office_if_wan meta l4proto . th dport { tcp . 53, udp . 53, udp . 67, udp . 123 } counter accept comment "policy.sbn:24"

          # icmp -> accept
          meta nfproto ipv4 meta l4proto icmp counter accept comment "policy.sbn:25"
          meta nfproto ipv6 meta l4proto icmpv6 counter accept comment "policy.sbn:25"

          # udp/{68,546} in wan -> accept
          iifname $sinbin_office_if_wan udp dport { 68, 546 } counter accept comment "policy.sbn:26"

          # in wan -> drop
          iifname $sinbin_office_if_wan counter drop comment "policy.sbn:27"

          # in guest -> reject with port-unreachable
          iifname $sinbin_office_if_guest counter reject with icmpx port-unreachable comment "policy.sbn:28"

          # tcp/{22,443,8291} -> log "manage refused", reject with port-unreachable
          tcp dport { 22, 443, 8291 } counter log prefix "manage refused " reject with icmpx port-unreachable comment "policy.sbn:29"
        }

        chain forward {
          type filter hook forward priority filter - 10; policy accept;

          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # established,related -> accept
          ct state established,related counter accept comment "policy.sbn:34"

          # invalid -> drop
          ct state invalid counter drop comment "policy.sbn:35"

          # in guest -> jump visitors
          iifname $sinbin_office_if_guest counter jump chain_visitors comment "policy.sbn:36"

          # in lan -> accept
          iifname $sinbin_office_if_lan counter accept comment "policy.sbn:37"

          # new in wan -> drop
          ct state new iifname $sinbin_office_if_wan counter drop comment "policy.sbn:38"
        }

        chain chain_visitors {
          # tcp/{515,631,9100} to printer out lan -> accept
          oifname $sinbin_office_if_lan ip daddr @list_printer_h4 tcp dport { 515, 631, 9100 } counter accept comment "policy.sbn:42"

          # out !wan -> reject with admin-prohibited
          oifname != $sinbin_office_if_wan counter reject with icmpx admin-prohibited comment "policy.sbn:43"

          # From here on: new.
          ct state invalid,established,related,untracked return

          # nobody needs as many, but an infected laptop does
          # conns > 200 per source new -> add source to noisy for 15m
          meta nfproto ipv4 add @conns_visitors_1_o200_sou_4 { ip saddr ct count over 200 } counter update @list_noisy_4 { ip saddr timeout 15m } comment "policy.sbn:45 nobody needs as many, but an infected laptop does"
          meta nfproto ipv6 add @conns_visitors_1_o200_sou_6 { ip6 saddr ct count over 200 } counter update @list_noisy_6 { ip6 saddr timeout 15m } comment "policy.sbn:45 nobody needs as many, but an infected laptop does"

          # new tcp/25 -> log "guest smtp", reject with port-unreachable
          tcp dport 25 counter log prefix "guest smtp " reject with icmpx port-unreachable comment "policy.sbn:46"

          # new from noisy over 5/s burst 20 per source -> drop
          ip saddr @list_noisy_4 counter jump gate_visitors_2 comment "policy.sbn:47"
          ip6 saddr @list_noisy_6 counter jump gate_visitors_2 comment "policy.sbn:47"
        }

        # The rest of policy.sbn:47: who is turned back does not meet it.
        chain gate_visitors_2 {
          update @rate_visitors_2_5s_20_sou_4 { ip saddr limit rate 5/second burst 20 packets } return
          update @rate_visitors_2_5s_20_sou_6 { ip6 saddr limit rate 5/second burst 20 packets } return
          counter drop comment "policy.sbn:47"
        }
      }
    '';
    allowRules = _trial: ''
      insert rule inet sinbin_office input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_office input ip saddr @host_allow_4 return
      insert rule inet sinbin_office forward ip6 saddr @host_allow_6 return
      insert rule inet sinbin_office forward ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_office {
          chain closed_port {
            ip saddr @list_admins_n4 return
            ip6 saddr @list_admins_n6 return
            ip saddr @list_printer_h4 return
            meta nfproto ipv4 counter update @list_noisy_4 { ip saddr timeout 15m } comment "closed port"
            meta nfproto ipv6 counter update @list_noisy_6 { ip6 saddr timeout 15m } comment "closed port"
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
      #@ policy office
      #@ table sinbin_office
      #@ list admins admins
      #@ list printer printer
      #@ list noisy noisy
      #@ bin noisy
      #@ time noisy 15m
      #@ set list_admins_n4 admins 4 intervals - -
      #@ set list_admins_n6 admins 6 intervals - -
      #@ set list_printer_h4 printer 4 hosts - -
      #@ set list_noisy_4 noisy 4 dynamic 65535 -
      #@ set list_noisy_6 noisy 6 dynamic 65535 -
      #@ shape list_admins_n4 ipv4_addr interval - -
      #@ shape list_admins_n6 ipv6_addr interval - -
      #@ shape list_printer_h4 ipv4_addr - - -
      #@ shape list_noisy_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_noisy_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape conns_visitors_1_o200_sou_4 ipv4_addr dynamic 65535 -
      #@ shape conns_visitors_1_o200_sou_6 ipv6_addr dynamic 65535 -
      #@ shape rate_visitors_2_5s_20_sou_4 ipv4_addr dynamic,timeout 65535 5s
      #@ shape rate_visitors_2_5s_20_sou_6 ipv6_addr dynamic,timeout 65535 5s
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
  options.services.sinbin."office" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

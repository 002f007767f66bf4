# The policy knock, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.knock.{enable,interfaces,allow,trial,persist,closedPorts,package}.
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
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."knock";

  policy = {
    title = "knock";
    table = "sinbin_knock";
    onlyTrial = false;
    tryable = false;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = { };
    variableOf = name: { }.${name};
    deletions = ''
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
    rules = _trial: ''
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
    allowRules = _trial: ''
      insert rule inet sinbin_knock input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_knock input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_knock {
          chain closed_port {
            meta nfproto ipv4 counter update @list_knocked1_4 { ip saddr timeout 10s } comment "closed port"
            meta nfproto ipv6 counter update @list_knocked1_6 { ip6 saddr timeout 10s } comment "closed port"
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
      #@ policy knock
      #@ table sinbin_knock
      #@ list knocked1 knocked1
      #@ list knocked2 knocked2
      #@ list knocked knocked
      #@ list guessing guessing
      #@ bin knocked1
      #@ bin knocked2
      #@ bin guessing
      #@ time guessing 1h
      #@ time knocked 1m
      #@ time knocked2 10s
      #@ time knocked1 10s
      #@ set list_knocked1_4 knocked1 4 dynamic 65535 -
      #@ set list_knocked1_6 knocked1 6 dynamic 65535 -
      #@ set list_knocked2_4 knocked2 4 dynamic 65535 -
      #@ set list_knocked2_6 knocked2 6 dynamic 65535 -
      #@ set list_knocked_4 knocked 4 dynamic 65535 -
      #@ set list_knocked_6 knocked 6 dynamic 65535 -
      #@ set list_guessing_4 guessing 4 dynamic 65535 -
      #@ set list_guessing_6 guessing 6 dynamic 65535 -
      #@ shape list_knocked1_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_knocked1_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_knocked2_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_knocked2_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_knocked_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_knocked_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_guessing_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_guessing_6 ipv6_addr dynamic,timeout 65535 -
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
  options.services.sinbin."knock" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

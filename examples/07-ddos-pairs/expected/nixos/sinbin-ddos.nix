# The policy ddos, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.ddos.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix     imports = [ ./sinbin-ddos.nix ];
#   who is in ddos-attackers, IPv4   nft list set inet sinbin_ddos list_ddos-attackers_4
#   take one out                     nft delete element inet sinbin_ddos list_ddos-attackers_4 { 203.0.113.7 }
#   who is in ddos-attackers, IPv6   nft list set inet sinbin_ddos list_ddos-attackers_6
#   take one out                     nft delete element inet sinbin_ddos list_ddos-attackers_6 { 2001:db8::7 }
#   who is in ddos-targets, IPv4     nft list set inet sinbin_ddos list_ddos-targets_4
#   take one out                     nft delete element inet sinbin_ddos list_ddos-targets_4 { 203.0.113.7 }
#   who is in ddos-targets, IPv6     nft list set inet sinbin_ddos list_ddos-targets_6
#   take one out                     nft delete element inet sinbin_ddos list_ddos-targets_6 { 2001:db8::7 }
#   what the rules did               nft list table inet sinbin_ddos
#   take it all away, bans too       nft delete table inet sinbin_ddos
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."ddos";

  policy = {
    title = "ddos";
    table = "sinbin_ddos";
    onlyTrial = false;
    tryable = false;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = { };
    variableOf = name: { }.${name};
    deletions = ''
      table inet sinbin_ddos
      flush table inet sinbin_ddos
      add chain inet sinbin_ddos prerouting; delete chain inet sinbin_ddos prerouting
      add chain inet sinbin_ddos prerouting_last; delete chain inet sinbin_ddos prerouting_last
      add chain inet sinbin_ddos input; delete chain inet sinbin_ddos input
      add chain inet sinbin_ddos input_last; delete chain inet sinbin_ddos input_last
      add chain inet sinbin_ddos forward; delete chain inet sinbin_ddos forward
      add chain inet sinbin_ddos forward_last; delete chain inet sinbin_ddos forward_last
      add chain inet sinbin_ddos output; delete chain inet sinbin_ddos output
      add chain inet sinbin_ddos output_last; delete chain inet sinbin_ddos output_last
      add chain inet sinbin_ddos chain_detect-ddos; delete chain inet sinbin_ddos chain_detect-ddos
      add chain inet sinbin_ddos actions_detect-ddos_1; delete chain inet sinbin_ddos actions_detect-ddos_1
    '';
    rules = _trial: ''
      # Lists with members of their own are filled anew.
      add set inet sinbin_ddos list_spared_h4 { type ipv4_addr; }
      flush set inet sinbin_ddos list_spared_h4
      add set inet sinbin_ddos list_spared_h6 { type ipv6_addr; }
      flush set inet sinbin_ddos list_spared_h6

      table inet sinbin_ddos {
        set list_spared_h4 {
          type ipv4_addr
          elements = { 192.0.2.53 }
        }

        set list_spared_h6 {
          type ipv6_addr
          elements = { 2001:db8:f00::53 }
        }

        set list_ddos-attackers_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ddos-attackers_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ddos-targets_4 {
          type ipv4_addr
          flags dynamic,timeout
          size 65535
        }

        set list_ddos-targets_6 {
          type ipv6_addr
          flags dynamic,timeout
          size 65535
        }

        set rate_detect-ddos_1_o32s_32_sou_des_4 {
          type ipv4_addr . ipv4_addr
          flags dynamic,timeout
          size 65535
          timeout 2s
        }

        set rate_detect-ddos_1_o32s_32_sou_des_6 {
          type ipv6_addr . ipv6_addr
          flags dynamic,timeout
          size 65535
          timeout 2s
        }

        chain prerouting {
          type filter hook prerouting priority raw; policy accept;

          iifname "lo" return
          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # to ddos-targets from ddos-attackers -> drop
          ip saddr @list_ddos-attackers_4 ip daddr @list_ddos-targets_4 counter drop comment "policy.sbn:11"
          ip6 saddr @list_ddos-attackers_6 ip6 daddr @list_ddos-targets_6 counter drop comment "policy.sbn:11"
        }

        chain forward {
          type filter hook forward priority filter - 10; policy accept;

          icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } return

          # From here on: new.
          ct state invalid,established,related,untracked return

          # new from !spared -> jump detect-ddos
          ip saddr != @list_spared_h4 counter jump chain_detect-ddos comment "policy.sbn:15"
          ip6 saddr != @list_spared_h6 counter jump chain_detect-ddos comment "policy.sbn:15"
        }

        chain chain_detect-ddos {
          # over 32/s burst 32 per source destination -> add destination to ddos-targets for 10m, add source to ddos-attackers for 10m
          meta nfproto ipv4 update @rate_detect-ddos_1_o32s_32_sou_des_4 { ip saddr . ip daddr limit rate over 32/second burst 32 packets } counter jump actions_detect-ddos_1 comment "policy.sbn:19"
          meta nfproto ipv6 update @rate_detect-ddos_1_o32s_32_sou_des_6 { ip6 saddr . ip6 daddr limit rate over 32/second burst 32 packets } counter jump actions_detect-ddos_1 comment "policy.sbn:19"
        }

        # The actions of policy.sbn:19, on one draw.
        chain actions_detect-ddos_1 {
          meta nfproto ipv4 counter update @list_ddos-targets_4 { ip daddr timeout 10m } comment "policy.sbn:19"
          meta nfproto ipv6 counter update @list_ddos-targets_6 { ip6 daddr timeout 10m } comment "policy.sbn:19"
          meta nfproto ipv4 counter update @list_ddos-attackers_4 { ip saddr timeout 10m } comment "policy.sbn:19"
          meta nfproto ipv6 counter update @list_ddos-attackers_6 { ip6 saddr timeout 10m } comment "policy.sbn:19"
        }
      }
    '';
    allowRules = _trial: ''
      insert rule inet sinbin_ddos prerouting ip6 saddr @host_allow_6 return
      insert rule inet sinbin_ddos prerouting ip saddr @host_allow_4 return
      insert rule inet sinbin_ddos forward ip6 saddr @host_allow_6 return
      insert rule inet sinbin_ddos forward ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_ddos {
          chain closed_port {
            ip saddr @list_spared_h4 return
            ip6 saddr @list_spared_h6 return
            meta nfproto ipv4 counter update @list_ddos-attackers_4 { ip saddr timeout 10m } comment "closed port"
            meta nfproto ipv6 counter update @list_ddos-attackers_6 { ip6 saddr timeout 10m } comment "closed port"
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
      #@ policy ddos
      #@ table sinbin_ddos
      #@ list spared spared
      #@ list ddos-attackers ddos-attackers
      #@ list ddos-targets ddos-targets
      #@ bin ddos-attackers
      #@ bin ddos-targets
      #@ time ddos-targets 10m
      #@ time ddos-attackers 10m
      #@ set list_spared_h4 spared 4 hosts - -
      #@ set list_spared_h6 spared 6 hosts - -
      #@ set list_ddos-attackers_4 ddos-attackers 4 dynamic 65535 -
      #@ set list_ddos-attackers_6 ddos-attackers 6 dynamic 65535 -
      #@ set list_ddos-targets_4 ddos-targets 4 dynamic 65535 -
      #@ set list_ddos-targets_6 ddos-targets 6 dynamic 65535 -
      #@ shape list_spared_h4 ipv4_addr - - -
      #@ shape list_spared_h6 ipv6_addr - - -
      #@ shape list_ddos-attackers_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_ddos-attackers_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_ddos-targets_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_ddos-targets_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape rate_detect-ddos_1_o32s_32_sou_des_4 ipv4_addr.ipv4_addr dynamic,timeout 65535 2s
      #@ shape rate_detect-ddos_1_o32s_32_sou_des_6 ipv6_addr.ipv6_addr dynamic,timeout 65535 2s
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
  options.services.sinbin."ddos" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

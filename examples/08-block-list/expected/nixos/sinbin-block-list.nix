# The policy block-list, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.block-list.{enable,interfaces,allow,trial,persist,closedPorts,package}.
#
#   use it, in configuration.nix   imports = [ ./sinbin-block-list.nix ];
#   what the rules did             nft list table inet sinbin_block-list
#   take it all away, bans too     nft delete table inet sinbin_block-list
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."block-list";

  policy = {
    title = "block-list";
    table = "sinbin_block-list";
    onlyTrial = false;
    tryable = false;
    hasBin = false;
    defines = "";
    define = "define";
    interfaces = {
      "wan" = sinbin.interface "block-list" "wan" [ "enp1s0" ];
    };
    variableOf = name: {
      "wan" = "sinbin_block-list_if_wan";
    }.${name};
    deletions = ''
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
    rules = _trial: ''
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

          iifname $sinbin_block-list_if_wan counter jump chain_early comment "policy.sbn:10"
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
    allowRules = _trial: ''
      insert rule inet sinbin_block-list prerouting ip6 saddr @host_allow_6 return
      insert rule inet sinbin_block-list prerouting ip saddr @host_allow_4 return
    '';
    closedPort = _trial: ''
    '';
    description.text = ''
      #@ sinbin 1
      #@ policy block-list
      #@ table sinbin_block-list
      #@ list bogons bogons
      #@ list unwelcome unwelcome
      #@ set list_bogons_n4 bogons 4 intervals - -
      #@ set list_bogons_n6 bogons 6 intervals - -
      #@ set list_unwelcome_h4 unwelcome 4 hosts - -
      #@ shape list_bogons_n4 ipv4_addr interval - -
      #@ shape list_bogons_n6 ipv6_addr interval - -
      #@ shape list_unwelcome_h4 ipv4_addr - - -
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
  options.services.sinbin."block-list" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

# The policy ssh-stages, made by sinbinc from policy.sbn.
# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.
# Its options are services.sinbin.ssh-stages.{enable,interfaces,allow,trial,persist,closedPorts,package}.
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
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.sinbin."ssh-stages";

  policy = {
    title = "ssh-stages";
    table = "sinbin_ssh-stages";
    onlyTrial = false;
    tryable = false;
    hasBin = true;
    defines = "";
    define = "define";
    interfaces = { };
    variableOf = name: { }.${name};
    deletions = ''
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
    rules = _trial: ''
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
    allowRules = _trial: ''
      insert rule inet sinbin_ssh-stages input ip6 saddr @host_allow_6 return
      insert rule inet sinbin_ssh-stages input ip saddr @host_allow_4 return
    '';
    closedPort =
      trial:
      ''
        table inet sinbin_ssh-stages {
          chain closed_port {
            ip saddr @list_trusted_n4 return
            ip6 saddr @list_trusted_n6 return
            meta nfproto ipv4 counter update @list_ssh_stage3_4 { ip saddr timeout 1m } comment "closed port"
            meta nfproto ipv6 counter update @list_ssh_stage3_6 { ip6 saddr timeout 1m } comment "closed port"
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
      #@ policy ssh-stages
      #@ table sinbin_ssh-stages
      #@ list trusted trusted
      #@ list ssh_stage1 ssh_stage1
      #@ list ssh_stage2 ssh_stage2
      #@ list ssh_stage3 ssh_stage3
      #@ list ssh_blacklist ssh_blacklist
      #@ bin ssh_stage3
      #@ bin ssh_blacklist
      #@ time ssh_blacklist 10d
      #@ time ssh_stage3 1m
      #@ time ssh_stage2 1m
      #@ time ssh_stage1 1m
      #@ set list_trusted_n4 trusted 4 intervals - -
      #@ set list_trusted_n6 trusted 6 intervals - -
      #@ set list_ssh_stage1_4 ssh_stage1 4 dynamic 65535 -
      #@ set list_ssh_stage1_6 ssh_stage1 6 dynamic 65535 -
      #@ set list_ssh_stage2_4 ssh_stage2 4 dynamic 65535 -
      #@ set list_ssh_stage2_6 ssh_stage2 6 dynamic 65535 -
      #@ set list_ssh_stage3_4 ssh_stage3 4 dynamic 65535 -
      #@ set list_ssh_stage3_6 ssh_stage3 6 dynamic 65535 -
      #@ set list_ssh_blacklist_4 ssh_blacklist 4 dynamic 65535 -
      #@ set list_ssh_blacklist_6 ssh_blacklist 6 dynamic 65535 -
      #@ shape list_trusted_n4 ipv4_addr interval - -
      #@ shape list_trusted_n6 ipv6_addr interval - -
      #@ shape list_ssh_stage1_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_ssh_stage1_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_ssh_stage2_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_ssh_stage2_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_ssh_stage3_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_ssh_stage3_6 ipv6_addr dynamic,timeout 65535 -
      #@ shape list_ssh_blacklist_4 ipv4_addr dynamic,timeout 65535 -
      #@ shape list_ssh_blacklist_6 ipv6_addr dynamic,timeout 65535 -
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
  options.services.sinbin."ssh-stages" = sinbin.options policy;
  config = lib.mkIf cfg.enable (sinbin.config policy cfg);
}

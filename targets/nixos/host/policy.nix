# One policy on NixOS: its options, and what they make of the rest of the configuration. The rules come from
# sinbinc as `policy`; this file is the same for every policy.
{
  config,
  lib,
  pkgs,
}:
let
  inherit (lib) mkOption types;
  nftables = config.networking.nftables;
  firewall = config.networking.firewall;

  # Nothing that these let through can end a word, a set or a string of nft's.
  octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  ipv4 = types.strMatching "${octet}([.]${octet}){3}(/([1-9]|[12][0-9]|3[0-2]))?";
  ipv6 = types.strMatching "[0-9a-fA-F:]*:[0-9a-fA-F:]*(/([1-9][0-9]?|1[01][0-9]|12[0-8]))?";
  interfaceName = types.strMatching "[^/\"$*[:space:]]{0,14}[^/\"$[:space:]]";

  isIpv6 = address: lib.hasInfix ":" address;
  commas = lib.concatStringsSep ", ";
  quoted = name: "\"${name}\"";

  linesOf = text: builtins.filter builtins.isString (builtins.split "\n" text);
  isFlush = line: builtins.match "[[:space:]]*flush[[:space:]]+ruleset.*" line != null;
  flushes = text: builtins.any isFlush (linesOf text);
in
{
  # The option for one interface of a policy.
  interface =
    title: name: spelled:
    mkOption {
      type = types.listOf interfaceName;
      default = spelled;
      example = [ "enp1s0" ];
      description = "The interfaces that the policy ${title} calls ${name}; a `*` at the end stands for any ending.";
    };
  inherit interfaceName;

  # What `services.sinbin.<policy>` has. `policy` says no more of itself here than its title, its helper, whether it
  # is only a trial, and the options for its interfaces.
  options = policy: {
    enable = mkOption {
      type = types.bool;
      default = true;
      description = "Whether the packet policy ${policy.title} is in force.";
    };
    inherit (policy) interfaces;
    allow = mkOption {
      type = types.listOf (types.either ipv4 ipv6);
      default = [ ];
      example = [
        "192.0.2.7"
        "2001:db8:1::/48"
      ];
      description = "Addresses and networks that the policy ${policy.title} never looks at, beside those it exempts itself.";
    };
    trial = mkOption {
      type = types.bool;
      default = policy.onlyTrial;
      description = "Whether the bins of the policy ${policy.title} only count whom they would keep out.";
    };
    persist = mkOption {
      type = types.bool;
      default = true;
      description = ''
        Whether who is listed stays so over a reboot, for the time that is left. It is saved to
        /var/lib/sinbin every five minutes and at shutdown.
      '';
    };
    closedPorts = {
      enable = mkOption {
        type = types.bool;
        default = false;
        description = ''
          Whether a new TCP connection to a closed port puts its source into the bin, without a list of ports. A port is
          closed that nothing listens on and that `networking.firewall` does not open. Listen with
          whatever you open by other means, or name it in `except`: a service that is down has a closed port.
        '';
      };
      except = mkOption {
        type = types.listOf types.port;
        default = [ ];
        example = [ 443 ];
        description = "TCP ports that nobody is binned for, beside those that `networking.firewall` opens.";
      };
      interfaces = mkOption {
        type = types.nullOr (types.listOf interfaceName);
        default = null;
        description = "The interfaces whose packets count: those of `interfaces` unless said otherwise; an empty list means all.";
      };
    };
    package = mkOption {
      type = types.package;
      default = pkgs.writeTextFile {
        name = "sinbin";
        destination = "/bin/sinbin";
        executable = true;
        text = policy.helper;
      };
      defaultText = lib.literalMD "the `sinbin` command that came with the policy";
      description = "What gives the `sinbin` command: who is listed, and how to ban and forgive by hand.";
    };
  };

  # What a policy with its options set asks of the configuration.
  config =
    policy: cfg:
    let
      inherit (policy) table;
      add = "add element inet ${table}";
      allow4 = builtins.filter (address: !(isIpv6 address)) cfg.allow;
      allow6 = builtins.filter isIpv6 cfg.allow;
      allowing = cfg.allow != [ ];

      # An interface keeps its quotes in the variable's value, so that a `*` stays one.
      interfaces = builtins.attrNames cfg.interfaces;
      variables = lib.concatMapStrings (name: ''
        ${policy.define} ${policy.variableOf name} = { ${commas (map quoted cfg.interfaces.${name})} }
      '') interfaces;
      watched =
        if cfg.closedPorts.interfaces == null then
          lib.concatLists (builtins.attrValues cfg.interfaces)
        else
          cfg.closedPorts.interfaces;

      # Overlapping entries are welcome: nothing here has a timer that a merge could lose.
      allowSet = digit: members: ''
        add set inet ${table} host_allow_${digit} { type ipv${digit}_addr; flags interval; auto-merge; }
        flush set inet ${table} host_allow_${digit}
        ${lib.optionalString (members != [ ]) "${add} host_allow_${digit} { ${commas members} }"}
      '';

      perInterface = builtins.attrValues (firewall.interfaces or { });
      openPorts = lib.unique (
        (firewall.allowedTCPPorts or [ ])
        ++ builtins.concatMap (one: one.allowedTCPPorts or [ ]) perInterface
        ++ cfg.closedPorts.except
      );
      openRanges =
        (firewall.allowedTCPPortRanges or [ ])
        ++ builtins.concatMap (one: one.allowedTCPPortRanges or [ ]) perInterface;

      # Behind the policy's own chain, before the host's. Whatever the host accepts stays out of it.
      closedPorts = ''
        table inet ${table} {
          chain closed_ports {
            type filter hook input priority filter - 9; policy accept;
            iifname "lo" return
            meta l4proto != tcp return
            ct state != new return
            tcp flags & (fin | syn | rst | ack) != syn return
            fib daddr type != local return
            ${lib.optionalString (watched != [ ]) "iifname != { ${commas (map quoted watched)} } return"}
            ${lib.optionalString allowing "ip saddr @host_allow_4 return"}
            ${lib.optionalString allowing "ip6 saddr @host_allow_6 return"}
            ${lib.optionalString (openPorts != [ ]) "tcp dport { ${commas (map toString openPorts)} } return"}
            ${lib.concatMapStringsSep "\n    " (
              range: "tcp dport ${toString range.from}-${toString range.to} return"
            ) openRanges}
            socket wildcard 0 return
            socket wildcard 1 return
            jump closed_port
          }
        }
      '';

      command = "${cfg.package}/bin/sinbin";
      name = lib.removePrefix "sinbin_" table;
    in
    {
      networking.nftables = {
        enable = true;
        # With a ruleset of one's own the default is to flush everything, and who is binned with it.
        flushRuleset = false;
        # NixOS keeps this and runs it before the next generation's rules, in one transaction: no chain
        # outlives its policy, and the sets stay.
        extraDeletions = ''
          ${policy.deletions}
          add chain inet ${table} closed_ports; delete chain inet ${table} closed_ports
          add chain inet ${table} closed_port; delete chain inet ${table} closed_port
        '';
        ruleset =
          policy.defines
          + variables
          + policy.rules cfg.trial
          + lib.optionalString allowing (allowSet "4" allow4 + allowSet "6" allow6 + policy.allowRules cfg.trial)
          + lib.optionalString cfg.closedPorts.enable (policy.closedPort cfg.trial + closedPorts);
      };

      assertions = [
        {
          assertion = nftables.enable;
          message = "networking.nftables.enable is off, so the policy ${policy.title} would not be loaded and every ban would end.";
        }
        {
          assertion = !nftables.flushRuleset;
          message = "networking.nftables.flushRuleset is on, so every switch would end all bans of the policy ${policy.title}; leave it false.";
        }
        {
          assertion = !(nftables.firewall.enable or false);
          message = "networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy ${policy.title}; turn one of the two off.";
        }
        {
          assertion = !(nftables.tables ? ${table});
          message = "networking.nftables.tables.${table} has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.";
        }
        {
          assertion = !flushes nftables.ruleset && !flushes nftables.extraDeletions;
          message = "Some module's text for networking.nftables holds \"flush ruleset\", so every switch would end all bans of the policy ${policy.title}; take that line out.";
        }
        {
          assertion = !((firewall.enable or false) && (firewall.backend or "nftables") == "iptables");
          message = "networking.firewall is built with iptables (networking.firewall.backend), which networking.nftables cannot stand beside; the policy ${policy.title} needs the backend nftables, or networking.firewall.enable = false.";
        }
        {
          assertion = !cfg.closedPorts.enable || policy.hasBin;
          message = "services.sinbin: closedPorts is on, but the policy ${policy.title} has no list that learns and keeps out, so there is no bin to put anybody into.";
        }
        {
          assertion = !policy.onlyTrial || cfg.trial;
          message = "The policy ${policy.title} was compiled with --trial, so it cannot keep anybody out; compile it without to set trial = false.";
        }
      ]
      ++ map (one: {
        assertion = cfg.interfaces.${one} != [ ];
        message = "services.sinbin: the policy ${policy.title} watches the interface ${one}, but interfaces.${one} names none.";
      }) interfaces;

      warnings =
        lib.optional (cfg.trial && !policy.tryable && !policy.onlyTrial)
          "services.sinbin: trial changes nothing of the policy ${policy.title}: it has no ladder, and its drops drop.";

      environment.systemPackages = [ cfg.package ];
      environment.etc."sinbin/${name}.nft" = policy.description;

      systemd.services = lib.optionalAttrs cfg.persist {
        "sinbin-${name}" = {
          description = "Who is listed by the packet policy ${name}, over a reboot";
          wantedBy = [ "multi-user.target" ];
          wants = [ "network-pre.target" ];
          after = [ "nftables.service" ];
          before = [ "network-pre.target" ];
          path = [
            pkgs.nftables
            pkgs.gawk
          ];
          serviceConfig = {
            Type = "oneshot";
            RemainAfterExit = true;
            StateDirectory = "sinbin";
            StateDirectoryMode = "0700";
            ExecStart = "${command} restore ${name}";
            ExecStop = "${command} save ${name}";
          };
        };
        "sinbin-${name}-save" = {
          description = "Who is listed by the packet policy ${name} is saved";
          after = [ "sinbin-${name}.service" ];
          path = [
            pkgs.nftables
            pkgs.gawk
          ];
          serviceConfig = {
            Type = "oneshot";
            StateDirectory = "sinbin";
            StateDirectoryMode = "0700";
            ExecStart = "${command} save ${name}";
          };
        };
      };
      systemd.timers = lib.optionalAttrs cfg.persist {
        "sinbin-${name}-save" = {
          wantedBy = [ "timers.target" ];
          timerConfig = {
            OnActiveSec = "5min";
            OnUnitActiveSec = "5min";
          };
        };
      };
    };
}

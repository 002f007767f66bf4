# services.sinbin.policies.<name>: policies compiled when the system is built, beside modules that
# `sinbinc compile --target nixos` wrote. Nothing is built to evaluate the configuration.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  sinbin = import ../targets/nixos/host/policy.nix { inherit config lib pkgs; };
  compiler = config.services.sinbin.compiler;
  helper = ../targets/nftables/host/helper;

  # What the rules are is not known before they are built; what NixOS must take off again is.
  hooks = [
    "prerouting"
    "prerouting_last"
    "input"
    "input_last"
    "forward"
    "forward_last"
    "output"
    "output_last"
  ];

  policyOf =
    name: cfg:
    let
      table = "sinbin_${name}";
      # The policy under a name of its own, since rules say where they come from.
      given =
        if cfg.folder == null then
          "cp ${cfg.file} ${name}.sbn; policy=${name}.sbn"
        else
          "cp -r ${cfg.folder} policies; policy=policies/${lib.escapeShellArg cfg.file}";
      compiled = pkgs.runCommand "sinbin-${name}" { nativeBuildInputs = [ compiler ]; } ''
        ${given}
        sinbinc compile "$policy" --target nixos --format parts -o "$out/"
        table=$(cat "$out/table")
        if [ "$table" != ${table} ]; then
          echo "the policy of ${name} calls itself otherwise: it is services.sinbin.policies.''${table#sinbin_}" >&2
          exit 1
        fi
        ${lib.concatMapStrings (interface: ''
          if ! grep -q '^define ${table}_if_${interface} = ' "$out/interfaces.nft"; then
            echo "the policy ${name} has no rule that asks about an interface ${interface}" >&2
            exit 1
          fi
        '') (builtins.attrNames cfg.interfaces)}
        ${lib.optionalString cfg.closedPorts.enable ''
          if [ ! -e "$out/closed-port.nft" ]; then
            echo "the policy ${name} has no bin to put anybody into who touches a closed port" >&2
            exit 1
          fi
        ''}
      '';
      part = file: ''
        include "${compiled}/${file}.nft"
      '';
      variant = file: trial: part (if trial then "${file}-trial" else file);
    in
    {
      title = name;
      inherit table;
      onlyTrial = false;
      # Not known here either; the build says the rest.
      tryable = true;
      hasBin = true;
      variableOf = interface: "${table}_if_${interface}";
      defines = part "interfaces";
      define = "redefine";
      deletions = ''
        table inet ${table}
        flush table inet ${table}
      ''
      + lib.concatMapStrings (chain: ''
        add chain inet ${table} ${chain}; delete chain inet ${table} ${chain}
      '') hooks;
      rules = variant "rules";
      allowRules = variant "allow";
      closedPort = variant "closed-port";
      description.source = "${compiled}/policy.nft";
    };

  optionsOf =
    name:
    sinbin.options {
      title = name;
      onlyTrial = false;
      helper = lib.concatMapStringsSep "\n" (file: builtins.readFile (helper + "/${file}")) (
        builtins.attrNames (builtins.readDir helper)
      );
      interfaces = mkOption {
        type = types.attrsOf (types.listOf sinbin.interfaceName);
        default = { };
        example = {
          wan = [ "enp1s0" ];
        };
        description = "What the policy's interfaces are called here, where that is not what the policy says.";
      };
    }
    // {
      file = mkOption {
        type = types.either types.path types.str;
        example = lib.literalExpression "./edge.sbn";
        description = "The policy. One that includes others is named as a string within `folder`.";
      };
      folder = mkOption {
        type = types.nullOr types.path;
        default = null;
        example = lib.literalExpression "./policies";
        description = "The folder with the policy, what it includes, and its lists.";
      };
    };

  enabled = lib.filterAttrs (_: cfg: cfg.enable) config.services.sinbin.policies;
  asked = lib.mapAttrsToList (name: cfg: sinbin.config (policyOf name cfg) cfg) enabled;
  all = part: lib.mkMerge (map part asked);
in
{
  options.services.sinbin = {
    compiler = mkOption {
      type = types.package;
      default = pkgs.sinbinc;
      defaultText = lib.literalExpression "pkgs.sinbinc";
      description = "The sinbinc that compiles the policies.";
    };
    policies = mkOption {
      # The names go into shell and nft as they are.
      type = types.attrsOf (types.submodule ({ name, ... }: { options = optionsOf name; }));
      default = { };
      description = "Packet policies, by the name that each gives itself.";
    };
  };

  config = {
    networking.nftables = all (one: one.networking.nftables);
    assertions = all (one: one.assertions);
    warnings = all (one: one.warnings);
    environment.systemPackages = all (one: one.environment.systemPackages);
    environment.etc = all (one: one.environment.etc);
    systemd.services = all (one: one.systemd.services);
    systemd.timers = all (one: one.systemd.timers);
  };
}

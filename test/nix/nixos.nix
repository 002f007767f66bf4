# What a sinbinc module needs of NixOS: its options with their types and defaults, and the order in which
# nixos/modules/services/networking/nftables.nix joins the text that one reload loads, in one transaction.
{
  # Modules; the first is the policy's.
  modules,
  # The deletions that the previous generation left in /var/lib/nftables/deletions.nft.
  saved ? "",
}:
let
  lib = import ./lib.nix;
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };

  # A package is what its builder was told.
  package = name: told: told // {
    inherit name;
    outPath = "/nix/store/${name}";
  };
  pkgs = {
    nftables = package "nftables" { };
    gawk = package "gawk" { };
    writeTextFile = told: package told.name told;
    # What would be built is in the path itself, for a test to do it.
    runCommand = name: _environment: script: { outPath = "<<${script}>>"; };
    sinbinc = package "sinbinc" { };
    stdenv.hostPlatform.system = "x86_64-linux";
  };

  nixos =
    { config, ... }:
    {
      options = {
        assertions = option (types.listOf types.anything) [ ];
        warnings = option (types.listOf types.str) [ ];
        environment.systemPackages = option (types.listOf types.package) [ ];
        environment.etc = option (types.attrsOf types.anything) { };
        systemd.services = option (types.attrsOf types.anything) { };
        systemd.timers = option (types.attrsOf types.anything) { };
        networking.firewall = {
          enable = option types.bool false;
          backend = option types.str "nftables";
          allowedTCPPorts = option (types.listOf types.port) [ ];
          allowedTCPPortRanges = option (types.listOf types.anything) [ ];
          interfaces = option (types.attrsOf types.anything) { };
        };
        networking.nftables = {
          enable = option types.bool false;
          flushRuleset = option types.bool (config.networking.nftables.ruleset != "");
          tables = option (types.attrsOf types.anything) { };
          extraDeletions = option types.lines "";
          ruleset = option types.lines "";
          # nixos-nftables-firewall's.
          firewall.enable = option types.bool false;
        };
      };
    };
  evaluated = lib.evalModules {
    inherit pkgs;
    modules = modules ++ [ nixos ];
  };
  inherit (evaluated) config;
  cfg = config.networking.nftables;
  deleteTable = name: "table ${cfg.tables.${name}.family} ${name}\ndelete table ${cfg.tables.${name}.family} ${name}\n";
  addTable = name: "table ${cfg.tables.${name}.family} ${name} {\n${cfg.tables.${name}.content}\n}\n";
  each = f: builtins.concatStringsSep "" (map f (builtins.attrNames cfg.tables));
  deletions = (if cfg.flushRuleset then "flush ruleset\n" else each deleteTable) + cfg.extraDeletions;
in
{
  inherit deletions;
  text = builtins.concatStringsSep "\n" [ saved deletions (each addTable) cfg.ruleset ];
  rules = cfg.ruleset;
  failed = map (a: a.message) (builtins.filter (a: !a.assertion) config.assertions);
  inherit (config) warnings;
  services = config.systemd.services;
  timers = config.systemd.timers;
  etc = config.environment.etc;
  packages = map (one: removeAttrs one [ "outPath" ]) config.environment.systemPackages;
}

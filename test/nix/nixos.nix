# What a sinbinc module needs of NixOS: its options with their defaults, and the order in which
# nixos/modules/services/networking/nftables.nix joins the text that one reload loads, in one transaction.
{
  module,
  # Options set elsewhere, with mkForce.
  forced ? { },
  # The deletions that the previous generation left in /var/lib/nftables/deletions.nft.
  saved ? "",
}:
let
  own = import module { inherit config; };
  defaults = {
    enable = false;
    flushRuleset = own.networking.nftables.ruleset != "";
    tables = { };
    extraDeletions = "";
    ruleset = "";
  };
  config.networking.nftables = defaults // own.networking.nftables // forced;
  cfg = config.networking.nftables;
  deleteTable = name: "table ${cfg.tables.${name}.family} ${name}\ndelete table ${cfg.tables.${name}.family} ${name}\n";
  addTable = name: "table ${cfg.tables.${name}.family} ${name} {\n${cfg.tables.${name}.content}\n}\n";
  each = f: builtins.concatStringsSep "" (map f (builtins.attrNames cfg.tables));
  deletions = (if cfg.flushRuleset then "flush ruleset\n" else each deleteTable) + cfg.extraDeletions;
in
{
  inherit deletions;
  text = builtins.concatStringsSep "\n" [ saved deletions (each addTable) cfg.ruleset ];
  failed = map (a: a.message) (builtins.filter (a: !a.assertion) own.assertions);
}

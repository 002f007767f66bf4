{
  description = "A compiler of a firewall policy language to MikroTik RouterOS, nftables and NixOS";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      each = f: nixpkgs.lib.genAttrs systems (system: f nixpkgs.legacyPackages.${system});
      sinbinc = pkgs: pkgs.callPackage ./nix/package.nix { src = self; };
    in
    {
      packages = each (pkgs: rec {
        sinbinc = pkgs.callPackage ./nix/package.nix { src = self; };
        default = sinbinc;
      });

      overlays.default = final: _prev: { sinbinc = sinbinc final; };

      nixosModules.default =
        { pkgs, lib, ... }:
        {
          imports = [ ./nix/module.nix ];
          services.sinbin.compiler = lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.default;
        };

      checks = each (pkgs: {
        inherit (self.packages.${pkgs.stdenv.hostPlatform.system}) sinbinc;
        switch = pkgs.testers.runNixOSTest (
          import ./nix/test.nix { sinbin = self.nixosModules.default; }
        );
      });

      formatter = each (pkgs: pkgs.nixfmt-tree);
    };
}

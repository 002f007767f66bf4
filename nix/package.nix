# sinbinc as nixpkgs would build it.
{
  lib,
  buildNpmPackage,
  importNpmLock,
  src ? ../.,
}:
let
  read = file: builtins.fromJSON (builtins.readFile (src + "/${file}"));
  manifest = read "package.json";
  lock = read "package-lock.json";

  # The lock file holds what each package must hash to and no addresses, so that any registry will do. Nix wants one.
  nameOf = place: lib.last (lib.splitString "node_modules/" place);
  addressed =
    place: entry:
    if place == "" || entry ? resolved || !(entry ? integrity) then
      entry
    else
      let
        name = entry.name or (nameOf place);
      in
      entry
      // {
        resolved = "https://registry.npmjs.org/${name}/-/${baseNameOf name}-${entry.version}.tgz";
      };
in
buildNpmPackage {
  pname = manifest.name;
  inherit (manifest) version;
  inherit src;
  npmDeps = importNpmLock {
    package = manifest;
    packageLock = lock // {
      packages = lib.mapAttrs addressed lock.packages;
    };
  };
  inherit (importNpmLock) npmConfigHook;
  meta = {
    inherit (manifest) description;
    license = lib.licenses.mit;
    mainProgram = "sinbinc";
  };
}

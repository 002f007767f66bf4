# sinbinc as nixpkgs would build it.
{
  lib,
  buildNpmPackage,
  importNpmLock,
  nodejs,
  runCommand,
  src ? ../.,
}:
let
  read = file: builtins.fromJSON (builtins.readFile (src + "/${file}"));
  manifest = read "package.json";
  lock = read "package-lock.json";

  # The lock file holds what each package must hash to and no addresses, so that any registry will do: npm knows one.
  nameOf = place: lib.last (lib.splitString "node_modules/" place);
  fetched =
    place: entry:
    let
      name = entry.name or (nameOf place);
    in
    runCommand "${baseNameOf name}-${entry.version}.tgz"
      {
        nativeBuildInputs = [ nodejs ];
        outputHash = entry.integrity;
        outputHashAlgo = null;
        outputHashMode = "flat";
        impureEnvVars = lib.fetchers.proxyImpureEnvVars ++ [ "NPM_CONFIG_REGISTRY" ];
      }
      ''
        export HOME="$TMPDIR"
        npm pack --silent ${lib.escapeShellArg "${name}@${entry.version}"}
        mv -- *.tgz "$out"
      '';
in
buildNpmPackage {
  pname = manifest.name;
  inherit (manifest) version;
  inherit src;
  npmDeps = importNpmLock {
    package = manifest;
    packageLock = lock;
    packageSourceOverrides = lib.mapAttrs fetched (
      lib.filterAttrs (place: entry: place != "" && entry ? integrity) lock.packages
    );
  };
  inherit (importNpmLock) npmConfigHook;
  meta = {
    inherit (manifest) description;
    license = lib.licenses.mit;
    mainProgram = "sinbinc";
  };
}

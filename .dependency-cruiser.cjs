// The import directions of ARCHITECTURE.md as rules. Every rule has a fixture with a deliberate breach in
// test/fixtures/imports/<rule>/, which test/imports.test.ts runs: a rule that never fires is no rule.
// Paths are relative to the folder that is cruised, so the same rules hold in the fixtures.

/** Lowest first: a layer may import itself and the layers above it in this list, never those below it. */
const LAYERS = [
  { name: "leaves", path: "^src/(source|net)(/|[.]ts$)" },
  { name: "diagnostics", path: "^src/diagnostics(/|[.]ts$)" },
  { name: "ast", path: "^src/ast(/|[.]ts$)" },
  { name: "grammar", path: "^grammar/" },
  { name: "load", path: "^src/load(/|[.]ts$)" },
  { name: "check", path: "^src/check(/|[.]ts$)" },
  { name: "ir", path: "^src/ir(/|[.]ts$)" },
  { name: "simulate", path: "^src/simulate(/|[.]ts$)" },
  { name: "parts", path: "^src/(lint|trace|odds|tune|report|explain|target|device)(/|[.]ts$)" },
  { name: "targets", path: "^targets/" },
  { name: "compile", path: "^src/compile[.]ts$" },
  { name: "index", path: "^src/index[.]ts$" },
  { name: "cli", path: "^src/cli/" },
];

const SOURCES = "^(src|grammar|targets)/";

/** A given package is imported in its one place; tests may import anything. */
const package_ = (name, packages, places) => ({
  name,
  severity: "error",
  from: { pathNot: [...places, "^test/", "node_modules/"] },
  to: { path: `(^|node_modules/)(${packages})(/|$)` },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },

    ...LAYERS.slice(0, -1).map((layer, index) => ({
      name: `layer-${layer.name}`,
      severity: "error",
      from: { path: layer.path },
      to: { path: LAYERS.slice(index + 1).map((later) => later.path) },
    })),
    {
      name: "leaves",
      comment: "source/ and net/ import nothing of ours but each other.",
      severity: "error",
      from: { path: LAYERS[0].path },
      to: { path: SOURCES, pathNot: LAYERS[0].path },
    },
    {
      name: "every-file-has-a-layer",
      comment: "A new folder of src/ gets its place in LAYERS, and in ARCHITECTURE.md.",
      severity: "error",
      from: {},
      to: { path: "^src/", pathNot: LAYERS.map((layer) => layer.path) },
    },
    {
      name: "core-is-pure",
      comment: "Effects live at the edge and come in as arguments.",
      severity: "error",
      from: {
        path: SOURCES,
        pathNot: "^src/cli/|^targets/[^/]+/live([.]ts$|/)|^targets/routeros/lab/",
      },
      to: { dependencyTypes: ["core"] },
    },

    {
      name: "core-knows-no-target",
      comment:
        "compile() is given its target; only the list's users, index.ts and cli/, know which there are.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli/|index[.]ts$)" },
      to: { path: "^targets/" },
    },
    {
      name: "targets-through-the-list",
      comment:
        "index.ts and cli/ reach the targets through targets/index.ts, a device through its live.ts, and the lab through its index.ts.",
      severity: "error",
      from: { path: "^src/(cli/|index[.]ts$)" },
      to: {
        path: "^targets/",
        pathNot: "^targets/index[.]ts$|^targets/[^/]+/(live|lab/index)[.]ts$",
      },
    },
    {
      name: "list-names-only-indexes",
      severity: "error",
      from: { path: "^targets/index[.]ts$" },
      to: { path: "^targets/", pathNot: "^targets/[^/]+/index[.]ts$" },
    },
    {
      name: "targets-do-not-meet",
      severity: "error",
      from: { path: "^targets/([^/]+)/", pathNot: "^targets/nixos/" },
      to: { path: "^targets/", pathNot: "^targets/$1/" },
    },
    {
      name: "nixos-wraps-nftables",
      severity: "error",
      from: { path: "^targets/nixos/" },
      to: { path: "^targets/", pathNot: "^targets/nixos/|^targets/nftables/index[.]ts$" },
    },
    {
      name: "compiling-loads-no-network-code",
      comment: "Only the command line opens a device's live client, or a lab.",
      severity: "error",
      from: { path: SOURCES, pathNot: "^src/cli/|^targets/[^/]+/(live([.]ts$|/)|lab/)" },
      to: { path: "^targets/[^/]+/(live([.]ts$|/)|lab/)" },
    },

    package_("chevrotain-only-grammar", "chevrotain|@chevrotain", ["^grammar/"]),
    package_("commander-only-cli", "commander", ["^src/cli/"]),
    package_("zod-only-at-the-doors", "zod", ["^src/cli/", "^targets/[^/]+/", "^scripts/"]),
    package_("config-syntax-only-fleet", "toml-eslint-parser|@humanwhocodes/momoa", [
      "^src/cli/fleet/",
    ]),
    package_("routeros-client-only-live", "routeros-client|node-routeros", [
      "^targets/routeros/live/",
      "^scripts/demo-attack[.]mjs$",
      "^bench/pushing[.]ts$", // beside which a push is measured
    ]),
    {
      name: "sources-use-runtime-packages",
      comment: "What the sources import belongs in dependencies, not devDependencies.",
      severity: "error",
      from: { path: SOURCES },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },

    {
      name: "sources-import-no-tests",
      severity: "error",
      from: { path: SOURCES },
      to: { path: "^(test|scripts|bench)/" },
    },
  ],

  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|coverage|test/fixtures|[^/]+[.](js|cjs|mjs))(/|$)" },
    tsPreCompilationDeps: true, // type-only imports count too
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};

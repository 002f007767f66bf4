import type { Artifact } from "../../src/target/target.js";
import { helperLines, printClearing, printTitle, printUse } from "../nftables/index.js";
import { policyNixLines } from "./host/files.js";
import { indentedString, quotedString } from "./indented-string.js";
import type { NixProgram } from "./model.js";
import { allowRulesOf, closedPortOf, descriptionOf, regularChains, rulesOf } from "./pieces.js";
import { type Switched, switchedLines } from "./switched-lines.js";

/** One module file, to be named in `imports`. Laid out as nixfmt would (RFC 166). */
export function printModule(program: NixProgram): readonly Artifact[] {
  const name = `${nameOf(program).replaceAll("_", "-")}.nix`;
  return [{ name: `sinbin-${name}`, lines: printFile(program, `sinbin-${name}`) }];
}

function nameOf({ plain }: NixProgram): string {
  return plain.table.replace(/^sinbin_/u, "");
}

function* printFile(program: NixProgram, file: string): Generator<string> {
  const name = nameOf(program);
  yield printTitle(program.plain);
  yield "# A NixOS module; who is binned stays so over nixos-rebuild switch, and over a reboot.";
  yield `# Its options are services.sinbin.${name}.{enable,interfaces,allow,trial,persist,closedPorts,package}.`;
  yield "#";
  yield* printUse(program.plain, ["use it, in configuration.nix", `imports = [ ./${file} ];`]);
  yield "{";
  yield "  config,";
  yield "  lib,";
  yield "  pkgs,";
  yield "  ...";
  yield "}:";
  yield "let";
  yield `  cfg = config.services.sinbin.${quotedString(name)};`;
  yield "";
  yield* indented(printPolicy(program));
  yield "";
  yield "  # The same for every policy.";
  yield "  sinbin = (";
  yield* indented(indented(policyNixLines));
  yield "  ) { inherit config lib pkgs; };";
  yield "in";
  yield "{";
  yield `  options.services.sinbin.${quotedString(name)} = sinbin.options policy;`;
  yield "  config = lib.mkIf cfg.enable (sinbin.config policy cfg);";
  yield "}";
}

function* printPolicy(program: NixProgram): Generator<string> {
  const { plain, inForce, trial, interfaces, onlyTrial } = program;
  const stretches = [...switchedLines(rulesOf(program, inForce), rulesOf(program, trial))];
  yield "policy = {";
  yield* indented([
    `title = ${quotedString(plain.policy)};`,
    `table = ${quotedString(plain.table)};`,
    `onlyTrial = ${String(onlyTrial)};`,
    `tryable = ${String(stretches.some(({ kind }) => kind === "either"))};`,
    `hasBin = ${String(closedPortOf(program, false) !== undefined)};`,
    'defines = "";',
    'define = "define";',
  ]);
  yield* indented(printInterfaces(program));
  yield* indented(
    printSet(
      "variableOf = name: {",
      interfaces.map((one) => [one.name, quotedString(one.variable)]),
      "}.${name};",
    ),
  );
  yield* indented(text("deletions = ", printClearing(plain, regularChains(program))));
  yield* indented(printSwitched("rules", stretches));
  const allow = switchedLines(allowRulesOf(inForce), allowRulesOf(trial));
  yield* indented(printSwitched("allowRules", [...allow]));
  const closed = switchedLines(
    closedPortOf(program, false) ?? [],
    closedPortOf(program, true) ?? [],
  );
  yield* indented(printSwitched("closedPort", [...closed]));
  yield* indented(text("description.text = ", descriptionOf(program)));
  yield* indented(text("helper = ", helperLines));
  yield "};";
}

/** The options of the policy's interfaces. */
function printInterfaces({ plain, interfaces }: NixProgram): Iterable<string> {
  const options = interfaces.map(({ name, names }): [string, string] => {
    const spelled = names.map(quotedString).join(" ");
    return [
      name,
      `sinbin.interface ${quotedString(plain.policy)} ${quotedString(name)} [ ${spelled} ]`,
    ];
  });
  return printSet("interfaces = {", options, "};");
}

function* printSet(
  head: string,
  members: readonly (readonly [string, string])[],
  end: string,
): Generator<string> {
  if (members.length === 0) {
    yield `${head} ${end}`;
    return;
  }
  yield head;
  for (const [name, value] of members) yield `  ${quotedString(name)} = ${value};`;
  yield end;
}

function text(head: string, lines: Iterable<string>): Iterable<string> {
  return closing(indentedString(head, lines));
}

/** A function of whether it is a trial. */
function* printSwitched(name: string, stretches: readonly Switched[]): Generator<string> {
  if (stretches.every(({ kind }) => kind === "shared")) {
    yield* text(`${name} = _trial: `, stretches.flatMap(sharedLines));
    return;
  }
  yield `${name} =`;
  yield "  trial:";
  yield* indented(closing(joined(stretches.map(printStretch))));
}

function sharedLines(stretch: Switched): readonly string[] {
  return stretch.kind === "shared" ? stretch.lines : [];
}

function* printStretch(stretch: Switched): Generator<string> {
  if (stretch.kind === "shared") {
    yield* indentedString("", stretch.lines);
    return;
  }
  yield "(";
  yield "  if trial then";
  yield* indented(indented(indentedString("", stretch.other)));
  yield "  else";
  yield* indented(indented(indentedString("", stretch.one)));
  yield ")";
}

function* joined(parts: readonly Iterable<string>[]): Generator<string> {
  let head = "";
  for (const part of parts) {
    for (const line of part) {
      yield head + line;
      head = "";
    }
    head = "+ ";
  }
}

function* indented(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield line === "" ? "" : `  ${line}`;
}

/** The last line ends the definition. */
function* closing(lines: Iterable<string>): Generator<string> {
  let held: string | undefined;
  for (const line of lines) {
    if (held !== undefined) yield held;
    held = line;
  }
  if (held !== undefined) yield `${held};`;
}

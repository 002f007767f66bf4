/**
 * The library. A policy is a text; {@link compile} makes a target's text of it, and everything that is to be
 * told on the way is a {@link Diagnostic}. Nothing here reads a file, a clock or the network, and nothing throws for
 * a mistake in a policy.
 *
 * ```ts
 * import { compile, sourceFile, targets } from "sinbinc";
 *
 * const nftables = targets.find(({ id }) => id === "nftables");
 * if (nftables === undefined) throw new Error("no such target");
 * const { value, diagnostics } = compile(sourceFile("edge.sbn", text), nftables, {
 *   version: nftables.defaultVersion,
 *   format: "nft",
 * });
 * ```
 */

/** From source to a target's text; from source to rules; from source to a checked tree. */
export { analyse, compile, compileToRuleset } from "./compile.js";

/** A text with the name people know it by, and places in it. */
export { originOf, positionOf, sourceFile } from "./source/source-file.js";
export type { SourceFile, Span } from "./source/source-file.js";
export type { Position } from "./source/line-map.js";

/** Every target there is. */
export { targets } from "../targets/index.js";
export type { Artifact, BackEnd, Capabilities, GenerateOptions } from "./target/target.js";
export { cellsOf } from "./target/features.js";
export type {
  Cell,
  Exception,
  FamilyChoice,
  Feature,
  FeatureName,
  FeatureTable,
  Support,
} from "./target/features.js";

/** What is told of a policy, for people and for programs. */
export { catalog } from "./diagnostics/catalog.js";
export type { Code, Wording } from "./diagnostics/catalog.js";
export { hasErrors } from "./diagnostics/diagnostic.js";
export type { Diagnostic, Label, Outcome, Severity, Suggestion } from "./diagnostics/diagnostic.js";
export { renderPretty, summary } from "./diagnostics/render/pretty.js";
export type { PrettyOptions } from "./diagnostics/render/pretty.js";
export { jsonReport } from "./diagnostics/render/json.js";
export type { JsonDiagnostic, JsonRange, JsonReport } from "./diagnostics/render/json.js";

/** A policy as written, and in its canonical layout. */
export { printPolicy } from "./ast/print.js";
export type { PolicyFile, Statement } from "./ast/nodes.js";
export type { CheckedPolicy } from "./check/check.js";

/** A policy as rules: names looked up, ladders as chains; in the language again, and in words. */
export { printRuleset } from "./ir/print.js";
export type { Action, AddressList, Chain, Matcher, Rule, Ruleset } from "./ir/ruleset.js";
export { explainPolicy } from "./explain/explain-policy.js";

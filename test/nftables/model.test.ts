import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import type { Match, NftProgram, NftRule } from "../../targets/nftables/model.js";
import { nftablesTarget } from "../../targets/nftables/index.js";
import { policyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "./arbitrary-whole.js";

function lower(text: string): NftProgram {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", text));
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  if (ruleset === undefined || capabilities === undefined) throw new Error(text);
  const { value, diagnostics } = nftablesTarget.lower(ruleset, capabilities);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

/** Whether no packet meets both conjunctions, by what no action can change or by the sets of one address. */
function exclude(one: readonly Match[], other: readonly Match[]): boolean {
  return one.some((a) => other.some((b) => contradict(a, b)));
}

function familyOf(match: Match): string | undefined {
  if (match.kind === "without-meter") return match.key.family;
  return "family" in match ? match.family : undefined;
}

function protocolsOf(match: Match): readonly string[] | undefined {
  if (match.kind === "protocols") return match.negated ? undefined : match.protocols;
  if (match.kind === "ports") return [match.protocol];
  if (match.kind === "flags") return ["tcp"];
  if (match.kind === "icmp") return [match.family === "ipv4" ? "icmp" : "icmpv6"];
  if (match.kind === "shared-ports") return match.protocols;
  if (match.kind === "protocol-ports") return match.pairs.map(({ protocol }) => protocol);
  return undefined;
}

function contradict(a: Match, b: Match): boolean {
  if (familyOf(a) !== undefined && familyOf(b) !== undefined && familyOf(a) !== familyOf(b))
    return true;
  if (a.kind === "set" && b.kind === "set") {
    return a.set === b.set && a.side === b.side && a.negated !== b.negated;
  }
  const here = protocolsOf(a);
  const there = protocolsOf(b);
  if (here !== undefined && there !== undefined) return !here.some((one) => there.includes(one));
  const outside = a.kind === "protocols" && a.negated ? a.protocols : undefined;
  if (outside !== undefined && there !== undefined)
    return there.every((one) => outside.includes(one));
  return b.kind === "protocols" && b.negated && here !== undefined
    ? here.every((one) => b.protocols.includes(one))
    : false;
}

const anyPolicy = fc.oneof(policyText(), wholePolicyText());

/** Whoever meets it meets no line after it. */
const isFinal = ({ end }: NftRule): boolean =>
  end?.kind === "accept" || end?.kind === "drop" || end?.kind === "reject";

const endOf = (rule: NftRule): string => JSON.stringify(rule.end ?? null);

/** IPv6 addresses are bigints, which JSON lacks. */
function textOf(matches: readonly Match[]): string {
  return JSON.stringify(matches, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

describe("any policy lowers to a table", () => {
  test("in which every name that is used is declared, once", () => {
    fc.assert(
      fc.property(anyPolicy, (text) => {
        const { sets, meters, limits, chains } = lower(text);
        const names = [...sets, ...meters, ...limits, ...chains].map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const rule of chains.flatMap((c) => c.groups.flatMap((g) => g.rules))) {
          for (const match of [...rule.matches, ...rule.guards]) {
            if (match.kind === "set" || match.kind === "without-meter") {
              expect(names).toContain(match.set);
            }
          }
          for (const test of rule.tests) {
            if ("set" in test) expect(names).toContain(test.set);
            if ("name" in test) expect(names).toContain(test.name);
          }
          if (rule.end !== undefined && "set" in rule.end) expect(names).toContain(rule.end.set);
          if (rule.end?.kind === "ports") {
            for (const { chain } of rule.end.cases) expect(names).toContain(chain);
          }
          if (rule.end?.kind === "jump" || rule.end?.kind === "goto") {
            expect(names).toContain(rule.end.chain);
          }
        }
      }),
    );
  });

  // Lines that do the same for one rule of the policy are its parts; a packet must meet one at the most.
  test("in which the parts of one rule exclude each other", () => {
    fc.assert(
      fc.property(anyPolicy, (text) => {
        for (const { rules } of lower(text).chains.flatMap((chain) => chain.groups)) {
          for (const [index, rule] of rules.entries()) {
            for (const other of rules.slice(index + 1)) {
              if (rule.comment === undefined) continue;
              // A rule may add to one list twice: then it is the same line again.
              const again = textOf(rule.matches) === textOf(other.matches);
              const twice = endOf(rule) === endOf(other) && !again && !isFinal(rule);
              const same = rule.tests.length > 0 || twice;
              if (same) expect(exclude(rule.matches, other.matches)).toBe(true);
            }
          }
        }
      }),
    );
  });

  test("in which an update has its own family's address, and a family is tested before it counts", () => {
    fc.assert(
      fc.property(anyPolicy, (text) => {
        const program = lower(text);
        const isOfBoth = !/^family /mu.test(text);
        for (const rule of program.chains.flatMap((c) => c.groups.flatMap((g) => g.rules))) {
          if (rule.end?.kind !== "update") continue;
          const { family, set } = rule.end;
          expect(program.sets.find(({ name }) => name === set)?.family).toBe(family);
          if (isOfBoth) expect(rule.matches.map(familyOf)).toContain(family);
        }
      }),
    );
  });
});

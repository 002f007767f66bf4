/** `nft list table` of what has been loaded is read back as the program it was printed from. */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import fc from "fast-check";
import { rangesOf } from "../../src/net/address-set.js";
import { formatAddress } from "../../src/net/address.js";
import { sourceFile } from "../../src/source/source-file.js";
import { parseProgram } from "../../targets/nftables/index.js";
import type { Match, NftProgram, NftRule, NftSet } from "../../targets/nftables/model.js";
import { policyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "../nftables/arbitrary-whole.js";
import { statements } from "../nftables/statements.js";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { exampleFiles, examplePolicy, nftText } from "./policy.js";

function parsed(text: string): NftProgram {
  const { value, diagnostics } = parseProgram(sourceFile("p.nft", text));
  if (value === undefined) {
    throw new Error(`${diagnostics.map(({ message }) => message).join("\n")}\n${text}`);
  }
  return value;
}

/** What a listing still has: no comments above rules, and an order of nft's own in tables and anonymous sets. */
function kept({ table, sets, meters, limits, chains }: NftProgram): unknown {
  return {
    table,
    sets: byName(sets.map(keptSet)),
    meters: byName(meters),
    limits: byName(limits),
    chains: byName(
      chains.map(({ name, hook, groups }) => ({
        name,
        hook,
        rules: groups.flatMap(({ rules }) => rules).map(keptRule),
      })),
    ),
  };
}

function byName<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The list's own name is in the comments where nft cannot spell it. */
function keptSet(
  set: NftSet,
): NftSet | (Omit<NftSet, "members"> & { readonly members: readonly string[] }) {
  if (!("members" in set)) return { ...set, list: "" };
  const { family } = set;
  const members = [...rangesOf(set.members, family)].map(
    ({ first, last }) => `${formatAddress(family, first)}-${formatAddress(family, last)}`,
  );
  return { ...set, list: "", members };
}

/**
 * nft leaves out a test of the family or of the protocol that it takes another part of the rule to imply, also that of
 * IPv4 beside `meta l4proto icmp`, which does not.
 */
function keptRule(rule: NftRule): unknown {
  const parts = [...rule.matches, ...rule.tests];
  const isOfFamily = parts.some(
    (part) =>
      (part.kind !== "family" && ("family" in part || "key" in part)) ||
      (part.kind === "protocols" && part.protocols.some((one) => one.startsWith("icmp"))),
  );
  const isOfTcp = parts.some(({ kind }) => kind === "flags" || kind === "some-flag");
  const matches = rule.matches.filter(
    (match) =>
      !(match.kind === "family" && isOfFamily) &&
      !(match.kind === "protocols" && match.protocols.join() === "tcp" && isOfTcp),
  );
  const end =
    rule.end?.kind === "ports" ? { ...rule.end, cases: sorted(rule.end.cases) } : rule.end;
  return { ...rule, matches: sorted(matches.map(keptMatch)), end };
}

function keptMatch(match: Match): unknown {
  const entries = Object.entries(match).map(([key, value]: [string, unknown]) => [
    key,
    Array.isArray(value) ? sorted(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function sorted(values: readonly unknown[]): readonly unknown[] {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? `${part}` : part));
  return values.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

describeOnKernel("a listing is read back:", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const isKept = async (text: string): Promise<void> => {
    const program = parsed(text);
    await lab.load(`flush ruleset\n${text}`);
    const listing = await lab.run("defender", "nft", "list", "table", "inet", program.table);
    expect(kept(parsed(listing))).toEqual(kept(program));
  };

  const examples = readdirSync(new URL("../../examples", import.meta.url));
  test.each([
    ...Object.entries(statements).map(([name, policy]) => [name, () => nftText(policy)] as const),
    ...examples.map(
      (folder) => [folder, () => nftText(examplePolicy(folder), exampleFiles(folder))] as const,
    ),
  ])("%s", async (_name, print) => {
    await isKept(print());
  });

  test.each([
    ["any policy at all", policyText()],
    ["any policy of the whole language", wholePolicyText()],
  ])("%s", { timeout: 120_000 }, async (_name, policies) => {
    for (const policy of fc.sample(policies, 100)) await isKept(nftText(policy));
  });

  test("of a table in use, whatever packets have put in its sets", async () => {
    const policy = `policy p list l timeout 1h chain c hook input {
      new tcp/23 -> add source to l
      new tcp over 1/d burst 1 per source -> drop
      new tcp conns > 9 per source -> drop
      new tcp scan -> drop
    }`;
    const text = nftText(policy);
    await lab.load(`flush ruleset\n${text}`);
    await lab.attempt(
      ["198.18.0.1", "198.18.0.2", "2001:db8:a::1"].map((from) => ({ from, port: 23 })),
    );
    const listing = await lab.run("defender", "nft", "list", "table", "inet", "sinbin_p");
    expect(listing).toContain("198.18.0.2");
    expect(kept(parsed(listing))).toEqual(kept(parsed(text)));
  });
});

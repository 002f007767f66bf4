import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { nftablesTarget, type NftProgram } from "../../targets/nftables/index.js";
import { type Hostile, rulesetWith, runs, someHostile } from "../hostile/texts.js";
import { describeOnKernel, type Lab, openLab } from "./netns.js";

const batch = 250;

const expression = z.record(z.string(), z.unknown());

const rule = z.object({
  table: z.string(),
  chain: z.string(),
  comment: z.string().optional(),
  expr: z.array(expression),
});

const named = z.object({ table: z.string(), name: z.string() });

/** What is asked of `nft -j list ruleset`. */
const listing = z.object({
  nftables: z.array(
    z.object({
      table: z.object({ name: z.string() }).optional(),
      set: named.optional(),
      chain: named.optional(),
      rule: rule.optional(),
    }),
  ),
});

type Listed = z.infer<typeof listing>["nftables"];

interface Loaded {
  readonly one: Hostile;
  readonly note: string | undefined;
  readonly program: NftProgram;
  readonly lines: readonly string[];
}

function lowered(one: Hostile, index: number): readonly Loaded[] {
  const given = rulesetWith(one, `p${String(index)}`);
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  if (given === undefined || capabilities === undefined) return [];
  const { value: program, diagnostics } = nftablesTarget.lower(given.ruleset, capabilities);
  if (program === undefined) {
    expect(hasErrors(diagnostics)).toBe(true);
    return [];
  }
  const lines = nftablesTarget.print(program, "nft").flatMap((artifact) => [...artifact.lines]);
  return [{ one, note: given.note, program, lines }];
}

/** Whether the kernel has the text as it was given, or a name that the output tells. */
function check({ one, note, program, lines }: Loaded, listed: Listed, index: number): void {
  const at = (position: Hostile["position"], usual: string): string =>
    position === one.position ? one.text : usual;
  const spelled = (kind: string, name: string): string => {
    const renaming = program.renamings.find((found) => found.kind === kind && found.from === name);
    if (renaming === undefined) return name;
    expect(lines.some((line) => line.startsWith("#") && line.includes(renaming.to))).toBe(true);
    return renaming.to;
  };
  const table = `sinbin_${spelled("policy", at("policy", `p${String(index)}`))}`;
  expect(listed.filter((object) => object.table?.name === table)).toHaveLength(1);
  const sets = listed.flatMap(({ set }) => (set?.table === table ? [set.name] : []));
  const list = spelled("list", at("list", "caught"));
  expect(sets.length).toBeGreaterThan(0);
  for (const set of sets) expect(set).toMatch(/^list_.*_[hnp]?4$/u);
  for (const set of sets) expect(set.replace(/^list_(.*)_[hnp]?4$/u, "$1")).toBe(list);
  const chain = `chain_${spelled("chain", at("chain", "deeper"))}`;
  expect(listed.flatMap(({ chain: its }) => (its?.table === table ? [its.name] : []))).toEqual(
    expect.arrayContaining(["input", chain]),
  );
  const rules = listed.flatMap(({ rule: its }) => (its?.table === table ? [its] : []));
  const [own] = rules.filter((its) => its.chain === chain);
  expect(own?.comment).toBe(`p.sbn:8${note === undefined ? "" : ` ${note}`}`);
  const prefix = at("prefix", "met");
  const spaced = prefix.endsWith(" ") ? prefix : `${prefix} `;
  expect(own?.expr).toContainEqual({ log: { prefix: spaced } });
  const left = { meta: { key: "iifname" } };
  const right = at("interface", "wan0");
  expect(own?.expr).toContainEqual({ match: { op: "==", left, right } });
}

describeOnKernel("hostile texts", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  test(
    `are in the kernel as they were given, or refused (${String(runs)})`,
    { timeout: 900_000 },
    async () => {
      const samples = someHostile();
      let arrived = 0;
      for (let start = 0; start < samples.length; start += batch) {
        const some = samples
          .slice(start, start + batch)
          .map((one, index) => ({ index, loaded: lowered(one, index) }));
        const texts = some.flatMap(({ loaded }) => loaded.flatMap(({ lines }) => [...lines, ""]));
        await lab.load(`flush ruleset\n${texts.join("\n")}`);
        const json = await lab.run("defender", "nft", "-j", "list", "ruleset");
        const { nftables } = listing.parse(JSON.parse(json));
        expect(nftables.filter(({ table }) => table !== undefined)).toHaveLength(
          some.flatMap(({ loaded }) => loaded).length,
        );
        for (const { index, loaded } of some) {
          for (const one of loaded) {
            arrived++;
            try {
              check(one, nftables, index);
            } catch (error) {
              throw new Error(JSON.stringify(one.one).slice(0, 300), { cause: error });
            }
          }
        }
      }
      expect(arrived).toBeGreaterThan(0);
      expect(arrived).toBeLessThan(samples.length);
    },
  );
});

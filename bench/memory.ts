/** What the members of a full set cost the kernel in memory. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./measure.js";
import { compile, namespace } from "./places.js";

const rounds = 5;

/** So many that what else the kernel does meanwhile is little beside them. */
const count = 1_000_000;
const usual = 65_535;

const policy = `policy memory
list bin timeout 1h max ${String(count)}
chain c hook input { from bin -> drop  new -> add source to bin }
`;

const families = [
  {
    words: "IPv4",
    digit: "4",
    address: (index: number): string =>
      `11.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`,
  },
  {
    words: "IPv6",
    digit: "6",
    address: (index: number): string =>
      `2001:db8:${(index >> 16).toString(16)}:${(index & 65_535).toString(16)}::1`,
  },
] as const;

export function memoryRows(folder: string): readonly string[] {
  const source = join(folder, "memory.sbn");
  const rules = join(folder, "memory.nft");
  const members = join(folder, "members.nft");
  writeFileSync(source, policy);
  succeed(...compile(source, rules));
  const rows = families.map(({ words, digit, address }) => {
    const set = `list_bin_${digit}_max${String(count)}`;
    const elements = Array.from({ length: count }, (_, index) => `${address(index)} timeout 1h`);
    writeFileSync(members, `add element inet sinbin_memory ${set} { ${elements.join(", ")} }\n`);
    const taken = Array.from({ length: rounds }, () => {
      const kib = Number(succeed(...namespace, "sh", "-e", "-c", script(rules, members)));
      return (kib * 1024) / count;
    });
    const bytes = median(taken);
    const spread = `${Math.min(...taken).toFixed(0)} to ${Math.max(...taken).toFixed(0)}`;
    const full = (bytes * usual) / 2 ** 20;
    return `| ${words} | ${bytes.toFixed(0)} (${spread}) | ${full.toFixed(1)} MiB |`;
  });
  return ["| members | bytes each | 65,535 of them |", "| --- | --- | --- |", ...rows];
}

/** Prints by how many KiB the kernel's own memory grows: slabs, pages mapped for it, and what each processor has. */
function script(rules: string, members: string): string {
  return `
kernel() { awk '$1 ~ /^(Slab|VmallocUsed|Percpu):/ { sum += $2 } END { print sum }' /proc/meminfo; }
nft -f '${rules}'
nft list tables >/dev/null
before=$(kernel)
nft -f '${members}'
echo "$(($(kernel) - before))"
nft delete table inet sinbin_memory
# The kernel frees it behind our back, and the next run is not to see that.
sleep 1`;
}

function succeed(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}

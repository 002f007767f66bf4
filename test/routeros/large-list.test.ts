import { expect, test } from "vitest";
import { addressSet } from "../../src/net/address-set.js";
import type { AddressRange } from "../../src/net/address.js";
import { routerosTarget } from "../../targets/routeros/index.js";
import { defaultVersion } from "../../targets/routeros/versions.js";
import { compiled } from "./compiled.js";

const entries = 1_000_000;

/** Every other address, so that no two become one interval. */
function* hosts(): Generator<AddressRange> {
  for (let index = 0; index < entries; index++) {
    const address = 0x0a000000 + 2 * index;
    yield { family: "ipv4", first: address, last: address };
  }
}

test.each([
  ["rsc", 100_000_000],
  ["json", 200_000_000],
])(
  "a million entries are printed as %s line by line, and never held as one text",
  (format, most) => {
    const { ruleset } = compiled("family ipv4\nlist l { }\nchain c hook input { from l -> drop }");
    const lists = ruleset.lists.map((list) => ({ ...list, permanent: addressSet(hosts()) }));
    const capabilities = routerosTarget.capabilities(defaultVersion);
    if (capabilities === undefined) throw new Error("no default version");
    const program = routerosTarget.lower({ ...ruleset, lists }, capabilities).value;
    if (program === undefined) throw new Error("no program");

    let bytes = 0;
    let found = 0;
    let longest = 0;
    let heap = 0;
    const before = process.memoryUsage().heapUsed;
    for (const { lines } of routerosTarget.print(program, format)) {
      for (const line of lines) {
        bytes += line.length + 1;
        longest = Math.max(longest, line.length);
        found +=
          format === "rsc"
            ? (line.match(/"10\.[\d.]+"/gu)?.length ?? 0)
            : Number(line.includes('"address"'));
        if (bytes % 1000 === 0) heap = Math.max(heap, process.memoryUsage().heapUsed - before);
      }
    }
    expect(found).toBe(entries);
    expect(bytes).toBeLessThan(most);
    expect(longest).toBeLessThan(1000);
    // Far less than the text, which garbage collection may not have swept yet.
    expect(heap).toBeLessThan(150_000_000);
  },
);

import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { noOtherFiles } from "../../src/load/source-reader.js";
import { parseIPv4 } from "../../src/net/address.js";
import { dangersOf, type PacketSketch } from "../../src/simulate/dangers.js";
import { originOf, sourceFile } from "../../src/source/source-file.js";

const syn: PacketSketch = {
  hook: "input",
  family: "ipv4",
  source: parseIPv4("198.51.100.7") ?? 0,
  destination: parseIPv4("192.0.2.1") ?? 0,
  protocol: "tcp",
  port: 22,
  icmp: undefined,
  state: "new",
  flags: ["syn"],
  lengths: { first: 40, last: 120 },
};

/** `LINE verdict certainty because`, for each danger. */
function dangers(policy: string, packet: PacketSketch = syn): readonly string[] {
  const { value, diagnostics } = compileToRuleset(sourceFile("p", policy), noOtherFiles);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return dangersOf(value, packet, ({ kind }) => kind !== "tarpit").map(
    ({ rule, verdict, certainty, because }) =>
      [originOf(rule.origin).replace("p:", ""), verdict, certainty, because.join("; ")]
        .join(" ")
        .trim(),
  );
}

const chain = (...rules: readonly string[]): string =>
  `policy p list office { 198.51.100.0/24 } list other { 203.0.113.0/24 } list bin timeout 1h interface wan { nftables eth0 }
chain c hook input {
${rules.join("\n")}
}`;

describe("what may become of a packet:", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["nothing", ["tcp/23 -> drop", "established -> drop", "udp -> drop"], []],
    ["for certain", ["ssh -> drop"], ["3 drop certain"]],
    ["nothing behind it counts", ["ssh -> accept", "-> drop"], []],
    ["a return is as good", ["from office -> return", "-> drop"], []],
    ["an uncertain accept is not", ["50% -> accept", "-> drop"], ["4 drop luck"]],
    ["draws", ["ssh 1% -> drop"], ["3 drop luck 1%"]],
    ["rates", ["new over 5/s -> reject"], ["3 reject luck over 5/s burst 5"]],
    [
      "lists that learn",
      ["from bin -> drop", "new tcp/23 -> add source to bin"],
      ["3 drop luck from bin"],
    ],
    ["lists that do not", ["from other -> drop", "from !office -> drop"], []],
    ["members for good", ["from office -> drop"], ["3 drop certain"]],
    ["addresses", ["from 198.51.100.7 -> drop", "to 198.51.100.7 -> drop"], ["3 drop certain"]],
    ["interfaces", ["in wan -> drop"], ["3 drop unknown in wan"]],
    ["lengths", ["length 40-2000 -> drop", "length 0-39 -> drop"], ["3 drop certain"]],
    ["lengths that a packet may have", ["length 100-200 -> drop"], ["3 drop luck length 100-200"]],
    ["what there is of choices", ["ssh -> tarpit else drop"], ["3 drop certain"]],
    ["flags", ["flags syn !ack -> drop", "flags ack -> drop"], ["3 drop certain"]],
  ])("%s", (_name, rules, expected) => {
    expect(dangers(chain(...rules))).toEqual(expected);
  });

  test("chains are followed, with what led there", () => {
    const policy = `policy p
chain c hook input { new 10% -> jump d  established -> jump d }
chain d { tcp/22 -> drop }`;
    expect(dangers(policy)).toEqual(["3 drop luck 10%"]);
    expect(dangers(policy, { ...syn, state: "established", flags: ["ack"] })).toEqual([
      "3 drop certain",
    ]);
  });

  test("a ladder that exempts an address is none for it", () => {
    const ladder = (exempt: string): string => `policy p list office { ${exempt} }
ladder l hook input { exempt office rungs r 1m bin b 1h -> drop odds any 5% }`;
    expect(dangers(ladder("198.51.100.0/24"))).toEqual([]);
    expect(dangers(ladder("203.0.113.0/24"))).toEqual(["2 drop luck from b"]);
  });

  test("what is accepted first is looked at again by what has its place last", () => {
    const policy = `policy p
chain c hook input { ssh -> accept }
chain d hook input { -> drop }
chain e hook input place last { -> drop }`;
    expect(dangers(policy)).toEqual(["4 drop certain"]);
  });

  test("a hook narrowed by an interface may not be met", () => {
    const policy = `policy p interface wan { nftables eth0 }
chain c hook input in wan { ssh -> accept }
chain d hook input { -> drop }`;
    expect(dangers(policy)).toEqual(["3 drop unknown"]);
  });
});

/** Bugs that differential tests have found, each with its number: they stay mended, in the meaning and on both targets. */
import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { verdictText } from "../../src/simulate/actions.js";
import { sourceFile } from "../../src/source/source-file.js";
import { logBeforeReset } from "./found/001-a-log-before-a-reset.js";
import { addressInMapOfPorts } from "./found/002-an-address-in-a-map-of-ports.js";
import { coveredForGood } from "./found/003-covered-for-good.js";
import { ruleOfNoFamily } from "./found/004-a-rule-of-no-family.js";
import type { Found } from "./found/found.js";
import { onNftables } from "./on-nftables.js";
import { onRouteros } from "./on-routeros.js";
import { type Seen, watched } from "./sides.js";
import { usualPacket } from "../simulate/usual-packet.js";

const all: Readonly<Record<string, Found>> = {
  "001: a log before a reset": logBeforeReset,
  "002: an address in a map of ports": addressInMapOfPorts,
  "003: covered for good": coveredForGood,
  "004: a rule of no family": ruleOfNoFamily,
};

describe.each(Object.entries(all))("%s", (_, found) => {
  if ("refused" in found) {
    test("is told", () => {
      const { value, diagnostics } = compileToRuleset(sourceFile("policy.sbn", found.policy));
      expect(value).toBeUndefined();
      expect(diagnostics.map(({ code }) => code)).toContain(found.refused);
    });
    return;
  }
  test.each([
    ["nftables", onNftables],
    ["RouterOS", onRouteros],
  ] as const)("agrees on %s", (_target, onTarget) => {
    const exact = onTarget(found.policy);
    const packets = found.packets.map((packet) => ({ ...usualPacket, ...packet }));
    const seen = [...watched(exact!.sides(1), packets)];
    expect(seen.map(({ expected }) => told(expected))).toEqual(found.seen);
    expect(seen.map(({ actual }) => actual)).toEqual(seen.map(({ expected }) => expected));
  });
});

function told({ verdict, logs, listed }: Seen): string {
  return [
    verdict === undefined ? "on" : verdictText(verdict),
    ...logs.map((prefix) => `log ${prefix}`),
    ...listed.map((entry) => `lists ${entry}`),
  ].join(", ");
}

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cellsOf, featureNames } from "../../src/target/features.js";
import { targets } from "../../targets/index.js";
import type { Artifact } from "../../src/target/target.js";
import { nftables } from "../../targets/nftables/index.js";
import { routeros } from "../../targets/routeros/index.js";
import { faultsOf } from "../routeros/schema-check.js";
import { shown } from "./cells.js";
import { found } from "./verdict.js";

/** Every version where they differ; elsewhere one stands for all. */
const versions = targets.flatMap((target) =>
  (target.id === routeros.id ? target.versions : [target.defaultVersion]).map(
    (version) => [target.id, version, target] as const,
  ),
);

const items = z.array(z.record(z.string(), z.string()));

/** What a version of RouterOS would refuse of an output in its format `json`. */
function refused(artifacts: readonly Artifact[], version: string): readonly string[] {
  const text = artifacts.flatMap(({ lines }) => [...lines]).join("\n");
  return items.parse(JSON.parse(text)).flatMap((item) => faultsOf(item, version));
}

describe.each(versions)("%s %s", (id, version, target) => {
  const format = target.formats.at(-1) ?? "";

  test.each(featureNames)("%s goes as far as is said, wherever it stands", (feature) => {
    for (const { cell, policy, outcome } of shown(target, version, feature)) {
      const { support, diagnostics, artifacts } = found(outcome, target, version, format);
      const told = diagnostics.map(({ code, message }) => `${code} ${message}`);
      expect({ support, policy, told }).toEqual({ support: cell.support, policy, told });
      // Who is refused, or warned, is shown a way out.
      for (const { help } of diagnostics) expect(help ?? "").not.toBe("");
      if (id !== routeros.id || support === "none") continue;
      expect({ policy, refused: refused(artifacts, version) }).toEqual({ policy, refused: [] });
    }
  });
});

test.each(targets.map((target) => [target.id, target] as const))(
  "every version of %s says as much of every cell",
  (_id, target) => {
    for (const version of target.versions) {
      const features = target.capabilities(version)?.features;
      expect(Object.keys(features ?? {}).sort()).toEqual([...featureNames].sort());
      for (const feature of Object.values(features ?? {})) {
        expect(feature.remark).not.toBe("");
        // No exception is hidden behind another.
        for (const { remark } of feature.except ?? []) {
          expect(cellsOf(feature).map((cell) => cell.remark)).toContain(remark);
        }
      }
    }
  },
);

test("versions of nftables do not differ, so that one stands for all", () => {
  const tables = nftables.versions.map((version) => nftables.capabilities(version)?.features);
  expect(new Set(tables).size).toBe(1);
});

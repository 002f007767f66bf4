import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "../cli/fake-host.js";

/** The examples keep what they expect of themselves. */
const policies = readdirSync("examples").flatMap((folder) => {
  const path = `examples/${folder}/policy.sbn`;
  const text = readFileSync(path, "utf8");
  return /^expect /mu.test(text) ? [{ path, text }] : [];
});

test("some examples say what they expect", () => {
  expect(policies.length).toBeGreaterThan(1);
});

test.each(policies)("$path", async ({ path, text }) => {
  const { code, out } = await run(["test", path], { files: { [path]: text } });
  expect(out).toContain("\nok 1 ");
  expect(out).not.toContain("not ok");
  expect(code).toBe(0);
});

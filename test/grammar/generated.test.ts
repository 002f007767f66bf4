import { readFile } from "node:fs/promises";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { cstTypes } from "../../grammar/cst-types.js";

test("the types of the parser's tree are fresh (npm run generate)", async () => {
  const path = "grammar/cst.ts";
  const expected = await format(cstTypes(), { ...(await resolveConfig(path)), filepath: path });
  expect(await readFile(path, "utf8")).toBe(expected);
});

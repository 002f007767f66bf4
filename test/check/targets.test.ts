import { expect, test } from "vitest";
import { spelledTargets } from "../../src/check/rules/unknown-target.js";
import { targets } from "../../targets/index.js";

test("an interface can be spelled for every target there is", () => {
  expect(spelledTargets.toSorted()).toEqual(targets.map(({ id }) => id).toSorted());
});

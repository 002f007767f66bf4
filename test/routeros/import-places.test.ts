import { describe, expect, test } from "vitest";
import { itemsOf, linesOf, programOf } from "./compiled.js";
import { importRsc, type Item, item, type Router, router } from "./rsc-interpreter.js";

const filter = "/ip/firewall/filter";
const raw = "/ip/firewall/raw";

const placed = programOf(`
policy edge
family ipv4
list exempt { 192.0.2.0/24 }
list sinbin timeout 1h
chain early hook prerouting place after "the ranges that nobody has" {
  from exempt -> return
  from sinbin -> drop
}
chain input hook input {
  ssh -> count
}
chain middle hook input place after "established, \\"related\\" & $5" {
  telnet -> return
  smtp -> drop
}
chain more hook input place after "established, \\"related\\" & $5" {
  http -> return
  -> count
}
chain rest hook input place last {
  https -> return
  -> drop
}
`);

/** Rules of somebody else, `input` mixed with `forward`. */
function foreign(): Readonly<Record<string, readonly Item[]>> {
  const rule = (chain: string, comment: string): Item => item({ chain, action: "accept", comment });
  return {
    [filter]: [
      rule("input", "first"),
      rule("forward", 'established, "related" & $5'),
      rule("input", 'established, "related" & $5'),
      rule("forward", "between"),
      rule("input", 'established, "related" & $5'),
      rule("input", "final"),
    ],
    [raw]: [rule("prerouting", "the ranges that nobody has")],
  };
}

function chainOf(target: Router, path: string, chain: string): readonly string[] {
  return (target.menus.get(path) ?? [])
    .filter(({ words, dynamic }) => words["chain"] === chain && !dynamic)
    .map(({ words }) => words["jump-target"] ?? words["dst-port"] ?? words["comment"] ?? "");
}

describe("rules in built-in chains", () => {
  test("stand where the policy says, however often it is imported", () => {
    const target = router(foreign());
    for (let times = 0; times < 2; times++) {
      expect(importRsc(target, linesOf(placed, "rsc"))).toBeUndefined();
      expect(chainOf(target, filter, "input")).toEqual([
        "22",
        "first",
        'established, "related" & $5',
        "middle",
        "more",
        'established, "related" & $5',
        "final",
        "rest",
      ]);
      expect(chainOf(target, raw, "prerouting")).toEqual(["the ranges that nobody has", "early"]);
    }
  });

  test("leave those of others in their order", () => {
    const menus = foreign();
    const target = router(menus);
    importRsc(target, linesOf(placed, "rsc"));
    for (const [path, before] of Object.entries(menus)) {
      const after = target.menus.get(path) ?? [];
      expect(after.filter((rule) => before.includes(rule))).toEqual(before);
    }
  });

  test.each([filter, raw])("change nothing where what they follow is not in %s", (path) => {
    const target = router({ ...foreign(), [path]: [item({ chain: "forward", action: "drop" })] });
    const before = [...target.menus].map(([menu, items]) => [menu, [...items]]);
    const trap = importRsc(target, linesOf(placed, "rsc"));
    expect(trap).toMatch(
      /^sinbin:edge: nothing was changed, since no rule in \w+ has the comment "/u,
    );
    expect([...target.menus]).toEqual(before);
  });

  test("have their place in the JSON", () => {
    const places = itemsOf(placed).flatMap(({ chain, place, "jump-target": to }) =>
      place === undefined ? [] : [`${chain ?? ""} ${to ?? ""}: ${place}`],
    );
    expect(places).toEqual([
      'input middle: after established, "related" & $5',
      'input more: after established, "related" & $5',
      "input rest: last",
      "prerouting early: after the ranges that nobody has",
    ]);
  });
});

test("a policy that has left the raw table leaves nothing there", () => {
  const target = router(foreign());
  importRsc(target, linesOf(placed, "rsc"));
  const later = programOf("policy edge\nfamily ipv4\nchain input hook input { ssh -> drop }");
  expect(importRsc(target, linesOf(later, "rsc"))).toBeUndefined();
  expect(target.menus.get(raw)).toHaveLength(2);
});

import { describe, expect, test } from "vitest";
import { checkDocument, sarifDocument, targetsDocument } from "../../src/cli/schemas.js";
import { featureNames } from "../../src/target/features.js";
import { targets } from "../../targets/index.js";
import { run } from "./fake-host.js";

const good = "chain guard hook input {\n  from 192.0.2.7 -> drop\n}\n";
const bad = `list office { 192.0.2.7/24 }
chain guard hook input {
  from offic -> drop
  new ssh 120% -> drop
}
`;
const warned = "list spare { 192.0.2.1 }\nchain guard hook input {\n  new -> drop\n}\n";
const files = { "good.sbn": good, "dir/bad.sbn": bad, "warned.sbn": warned, "-": good };
const targetIds = targets.map(({ id }) => id);

describe("compile", () => {
  test.each(targetIds)(
    "for %s puts the artefact on standard output and says nothing",
    async (id) => {
      const { code, out, err } = await run(["compile", "good.sbn", "--target", id], { files });
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain("192.0.2.7");
      expect(out.endsWith("\n")).toBe(true);
    },
  );

  test("--emit ir needs no target", async () => {
    const { code, out } = await run(["compile", "good.sbn", "--emit", "ir"], { files });
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("chain guard") });
  });

  test("reads standard input", async () => {
    const { code, out } = await run(["compile", "-", "--emit", "ir"], { files });
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("policy stdin") });
  });

  test("writes nothing when there are errors", async () => {
    const before = { ...files, "old.nft": "old" };
    const result = await run(["compile", "dir/bad.sbn", "-t", "nftables", "-o", "old.nft"], {
      files: before,
    });
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(String(result.files.get("old.nft"))).toBe("old");
    expect(result.err).toContain(" --> dir/bad.sbn:1:15\n");
    expect(result.err).toContain("\n3 errors\n");
  });

  test("writes in spite of warnings, and tells them", async () => {
    const result = await run(["compile", "warned.sbn", "-t", "nftables", "-o", "new.nft"], {
      files,
    });
    expect(result).toMatchObject({ code: 0, out: "" });
    expect(String(result.files.get("new.nft"))).toContain("table inet");
    expect(result.err).toContain("warning[SB4002]");
    expect(result.err).toContain("\n1 warning\n");
  });

  test("gives the same text wherever the policy lies", async () => {
    const here = await run(["compile", "a.sbn", "-t", "routeros"], { files: { "a.sbn": good } });
    const there = await run(["compile", "/x/y/a.sbn", "-t", "routeros"], {
      files: { "/x/y/a.sbn": good },
    });
    expect(there.out).toBe(here.out);
  });

  test("puts its artefact into a folder that is there", async () => {
    const args = ["compile", "good.sbn", "-t", "nftables", "-o", "out"];
    const result = await run(args, { files, folders: ["out"] });
    expect(result.code).toBe(0);
    expect([...result.files.keys()].filter((name) => name.startsWith("out/"))).toHaveLength(1);
  });

  test("does not overwrite the policy", async () => {
    const result = await run(["compile", "good.sbn", "-t", "nftables", "-o", "good.sbn"], {
      files,
    });
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.err).toContain("good.sbn is the policy itself");
    expect(String(result.files.get("good.sbn"))).toBe(good);
  });

  test("tells a full disk", async () => {
    const setup = { files, unwritable: true };
    const result = await run(["compile", "good.sbn", "-t", "nftables", "-o", "x"], setup);
    expect(result).toMatchObject({ code: 3, err: "sinbinc: the disk is full\n" });
  });

  test("is content with a reader that leaves", async () => {
    const result = await run(["compile", "good.sbn", "-t", "nftables"], { files, outputCloses: 0 });
    expect(result).toMatchObject({ code: 0, out: "", err: "" });
  });
});

describe("wrong usage ends with 2, says what was meant, and touches nothing", () => {
  test.each([
    [[], "Usage: sinbinc"],
    [["compil"], "Did you mean compile?"],
    [["compile"], "missing required argument 'file'"],
    [["compile", "good.sbn"], "compile needs a target\n  add --target with one of: routeros"],
    [["compile", "good.sbn", "--tarket", "x"], "Did you mean --target?"],
    [["compile", "good.sbn", "--target", "nftable"], "did you mean `nftables`?"],
    [["compile", "good.sbn", "--target", "cisco"], "there are: routeros, nftables"],
    [["compile", "good.sbn", "-t", "routeros", "--target-version", "5"], "known are: 6.49"],
    [["compile", "good.sbn", "-t", "routeros", "--format", "jsn"], "did you mean `json`?"],
    [["compile", "good.sbn", "--emit", "ast"], "there is: ir"],
    [["compile", "good.sbn", "--emit", "ir", "-t", "nixos"], "--target says nothing beside"],
    [["check", "good.sbn", "--format", "jason"], "did you mean `json`?"],
    [["check", "good.sbn", "--target-version", "7.20"], "says nothing without --target"],
    [["fmt", "good.sbn", "--check", "--write"], "cannot stand beside"],
    [["fmt", "-", "--write"], "no file to write"],
    [["explain", "SB2010", "--rule", "3"], "--rule is for a file"],
    [["explain", "SB9999"], "there is no diagnostic called `SB9999`"],
    [["explain", "good.sbn", "--rule", "0"], "It is a line number"],
    [["explain", "good.sbn", "--rule", "99"], "no rule stands on line 99"],
    [["targets", "--target-version", "99"], "no target has a version `99`"],
    [["completion", "tcsh"], "there are: bash, zsh, fish"],
  ])("%j", async (args, words) => {
    const result = await run(args, { files });
    expect(result.code).toBe(2);
    expect(result.out).toBe("");
    expect(result.err).toContain(words);
    expect(result.err).not.toMatch(/^ {4}at /mu);
  });
});

describe("check", () => {
  test("is silent when all is well", async () => {
    expect(await run(["check", "good.sbn"], { files })).toMatchObject({
      code: 0,
      out: "",
      err: "",
    });
  });

  test("tells all errors of all files, and what could not be read", async () => {
    const { code, out, err } = await run(["check", "dir/bad.sbn", "none.sbn", "warned.sbn"], {
      files,
    });
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toContain("sinbinc: there is no file none.sbn\n");
    expect(err.match(/^error\[/gmu)).toHaveLength(3);
    expect(err.trimEnd().split("\n").at(-1)).toBe("3 errors, 1 warning");
  });

  test("gives one JSON document of the documented shape", async () => {
    const { code, out, err } = await run(["check", "dir/bad.sbn", "good.sbn", "--format", "json"], {
      files,
    });
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const { diagnostics } = checkDocument.parse(JSON.parse(out));
    expect(diagnostics.map(({ code }) => code)).toEqual(["SB1007", "SB2001", "SB1010"]);
    expect(diagnostics[0]).toMatchObject({
      severity: "error",
      file: "dir/bad.sbn",
      start: { line: 1, column: 15 },
      end: { line: 1, column: 27 },
      suggestion: {
        start: { line: 1, column: 15 },
        end: { line: 1, column: 27 },
        replacement: "192.0.2.0/24",
      },
    });
  });

  test("gives an empty document when all is well", async () => {
    const { out } = await run(["check", "good.sbn", "--json"], { files });
    expect(checkDocument.parse(JSON.parse(out))).toEqual({ diagnostics: [] });
  });

  test("includes what a target cannot express", async () => {
    const setup = { files: { "a.sbn": "chain x hook input {\n  33.3% -> drop\n}\n" } };
    expect(await run(["check", "a.sbn"], setup)).toMatchObject({ code: 0 });
    const { code, err } = await run(["check", "a.sbn", "--target", "routeros"], setup);
    expect(code).toBe(1);
    expect(err).toContain("error[SB5001]");
    expect(err).toContain(" --> a.sbn:2:3\n");
  });

  test("colours for a terminal, unless told not to", async () => {
    const args = ["check", "dir/bad.sbn"];
    const esc = "\u001B[";
    expect((await run(args, { files, terminal: true })).err).toContain(`${esc}1;31merror`);
    expect((await run(args, { files })).err).not.toContain(esc);
    const env = { NO_COLOR: "1" };
    expect((await run(args, { files, terminal: true, env })).err).not.toContain(esc);
  });
});

describe("fmt", () => {
  const messy = "chain guard   hook input { from 192.0.2.7->drop }  # note\n";

  test("prints the canonical layout, which is its own", async () => {
    const { code, out } = await run(["fmt", "a.sbn"], { files: { "a.sbn": messy } });
    expect(code).toBe(0);
    expect(out).toContain("  from 192.0.2.7 -> drop\n");
    expect((await run(["fmt", "a.sbn", "--check"], { files: { "a.sbn": out } })).code).toBe(0);
  });

  test("--check fails for another layout and writes nothing", async () => {
    const result = await run(["fmt", "a.sbn", "--check"], { files: { "a.sbn": messy } });
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err).toContain("a.sbn is laid out otherwise");
    expect(String(result.files.get("a.sbn"))).toBe(messy);
  });

  test("--write mends the file", async () => {
    const result = await run(["fmt", "a.sbn", "--write"], { files: { "a.sbn": messy } });
    expect(result).toMatchObject({ code: 0, out: "", err: "" });
    expect(String(result.files.get("a.sbn"))).toContain("  from 192.0.2.7 -> drop\n");
  });

  test("leaves what it cannot read as it is", async () => {
    const result = await run(["fmt", "a.sbn", "--write"], { files: { "a.sbn": "chain {" } });
    expect(result.code).toBe(1);
    expect(String(result.files.get("a.sbn"))).toBe("chain {");
  });
});

describe("explain", () => {
  test("prints the page of a code, also of one in small letters", async () => {
    const { code, out } = await run(["explain", "sb2001"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^# SB2001: unknown name\n/u);
  });

  test("refuses a policy with errors", async () => {
    expect(await run(["explain", "dir/bad.sbn"], { files })).toMatchObject({ code: 1, out: "" });
  });

  test("--rule tells the rules of one line", async () => {
    const { code, out } = await run(["explain", "good.sbn", "--rule", "2"], { files });
    expect(code).toBe(0);
    expect(out).toBe(
      "In the chain guard, hooked at input:\n" +
        "  Every IPv4 packet from 192.0.2.7: drop it without an answer. (good.sbn:2)\n" +
        "      from 192.0.2.7 -> drop\n",
    );
  });
});

describe("targets", () => {
  test("lists them all", async () => {
    const { code, out } = await run(["targets"]);
    expect(code).toBe(0);
    for (const id of targetIds) expect(out).toContain(`${id}: `);
    expect(out).toMatch(/^ {2}tarpit +--- +\+-- +\+-- +\+-- +TCP/mu);
    expect(out).toMatch(/^ {2}odds with a fraction +\+\+\+ +\+\+\+ +\+\+\+ +\+\+\+ +to four/mu);
  });

  test("gives one JSON document of the documented shape", async () => {
    const { code, out } = await run(["targets", "routeros", "--target-version", "7.20", "--json"]);
    expect(code).toBe(0);
    const document = targetsDocument.parse(JSON.parse(out));
    expect(document.targets.map(({ id, version }) => [id, version])).toEqual([
      ["routeros", "7.20"],
    ]);
    const [target] = document.targets;
    expect(target?.features.map(({ feature }) => feature)).toEqual(featureNames);
    expect(target?.features.find(({ feature }) => feature === "tarpit")?.cells).toContainEqual({
      hook: "input",
      family: "ipv6",
      support: "none",
      remark: "IPv6 has none; write `tarpit else drop`",
    });
  });
});

describe("help", () => {
  const commands = ["compile", "check", "fmt", "explain", "targets", "completion"];

  test.each(["", ...commands])("of `%s` ends with two examples", async (name) => {
    const { code, out, err } = await run([...(name === "" ? [] : [name]), "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const examples = out.split("Examples:\n")[1] ?? "";
    expect(examples.match(/^ {2}\$ .+\n {6}.+$/gmu)).toHaveLength(2);
  });

  test("--version is the package's", async () => {
    expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });
});

test("an error nobody expected is a bug of ours, with what to report", async () => {
  const files = { "a.sbn": good };
  const { fakeHost } = await import("./fake-host.js");
  const { main } = await import("../../src/cli/main.js");
  const host = fakeHost({ files });
  const broken = {
    ...host,
    read: () => {
      throw new TypeError("undefined is not a function");
    },
  };
  expect(await main(["check", "a.sbn"], broken)).toBe(70);
  expect(host.err()).toContain("a bug of sinbinc");
  expect(host.err()).toContain("sinbinc check a.sbn");
});

describe("check --format sarif", () => {
  test("gives one run with rules, places, related places and fixes", async () => {
    const files = {
      "p/bad.sbn": "list trusted { 192.0.2.1/24 }\nchain c hook input { from trustd -> drop }\n",
    };
    const { code, out } = await run(["check", "p/bad.sbn", "--format", "sarif"], { files });
    expect(code).toBe(1);
    const log = sarifDocument.parse(JSON.parse(out));
    const [first, second] = log.runs[0]?.results ?? [];
    expect(first?.ruleId).toBe("SB1007");
    expect(first?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "p/bad.sbn" },
      region: { startLine: 1, startColumn: 16, endLine: 1, endColumn: 28 },
    });
    expect(first?.fixes?.[0]?.artifactChanges[0]?.replacements[0]?.insertedContent.text).toBe(
      "192.0.2.0/24",
    );
    expect(second?.relatedLocations).toHaveLength(1);
    expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(["SB1007", "SB2001"]);
  });

  test("a right policy gives an empty run", async () => {
    const files = { "good.sbn": "chain c hook input { from 192.0.2.1 -> drop }\n" };
    const { code, out } = await run(["check", "good.sbn", "--format", "sarif"], { files });
    expect(code).toBe(0);
    expect(sarifDocument.parse(JSON.parse(out)).runs[0]?.results).toEqual([]);
  });
});

describe("compile --trial", () => {
  const ladder = 'ladder l hook input {\n  bin b 1h early log "x"\n  trap telnet\n}\n';

  test("a bin only counts, and nothing is dropped early", async () => {
    const { code, out } = await run(["compile", "l.sbn", "--emit", "ir", "--trial"], {
      files: { "l.sbn": ladder },
    });
    expect(code).toBe(0);
    expect(out).not.toContain("drop");
    expect(out).toMatch(/from b +-> count/u);
    expect(out).toContain('log "x", add source to b, count');
  });

  test("a policy without a ladder is told that nothing changes", async () => {
    const files = { "c.sbn": "chain c hook input { from 192.0.2.1 -> drop }\n" };
    const { code, out, err } = await run(["compile", "c.sbn", "-t", "nftables", "--trial"], {
      files,
    });
    expect(code).toBe(0);
    expect(err).toContain("SB4005");
    expect(out).toContain("drop");
  });
});

describe("files of a policy", () => {
  const files = {
    "p/edge.sbn":
      'include "lists/office.sbn"\nlist bogons from "lists/bogons.txt"\nchain c hook input {\n  from bogons -> drop\n  from office -> return\n}\n',
    "p/lists/office.sbn": "list office { 192.0.2.0/24 }\n",
    "p/lists/bogons.txt": "10.0.0.0/8\n",
  };

  test("includes and lists are read from beside the policy", async () => {
    const { code, out, err } = await run(["compile", "p/edge.sbn", "-t", "nftables"], { files });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("10.0.0.0/8");
    expect(out).toContain('comment "edge.sbn:5"');
  });

  test("what is wrong in them is told with the way to them", async () => {
    const broken = {
      ...files,
      "p/lists/office.sbn": "list office { 192.0.2.1/24 }\n",
      "p/lists/bogons.txt": "\nx\n",
    };
    const { code, err } = await run(["check", "p/edge.sbn"], { files: broken });
    expect(code).toBe(1);
    expect(err).toContain("p/lists/office.sbn:1:15");
    expect(err).toContain("p/lists/bogons.txt:2:1");
  });

  test("a missing one is told at the path that names it", async () => {
    const { code, err } = await run(["check", "p/edge.sbn"], {
      files: { "p/edge.sbn": files["p/edge.sbn"] },
    });
    expect(code).toBe(1);
    expect(err).toContain("p/edge.sbn:1:9");
    expect(err).toContain("p/edge.sbn:2:18");
  });
});

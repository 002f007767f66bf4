import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { sourceFile } from "../../src/source/source-file.js";
import { nftables } from "../../targets/nftables/index.js";
import { statements } from "./statements.js";

describe("what becomes of", () => {
  test.each(Object.entries(statements))("%s", async (name, text) => {
    const policy = text.trim();
    const { value, diagnostics } = compile(sourceFile("policy.sbn", policy), nftables, {
      version: nftables.defaultVersion,
      format: "nft",
    });
    expect(hasErrors(diagnostics), JSON.stringify(diagnostics.map((d) => d.message))).toBe(false);
    const files = (value ?? []).map(
      (file) => `\`${file.name}\`\n\n\`\`\`nft\n${[...file.lines].join("\n")}\n\`\`\`\n`,
    );
    const golden = `\`\`\`sbn\n${policy}\n\`\`\`\n\n${files.join("\n")}`;
    await expect(golden).toMatchFileSnapshot(`../golden/nftables/${name}.md`);
  });
});

import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import type { Matcher } from "../../src/ir/ruleset.js";
import { formatService } from "../../src/net/service.js";
import { sourceFile } from "../../src/source/source-file.js";

function meaning(services: string): string {
  const policy = `${services}\nchain guard hook input { wanted -> accept }\n`;
  const { value, diagnostics } = compileToRuleset(sourceFile("p.sbn", policy));
  expect(diagnostics).toEqual([]);
  const matchers: readonly Matcher[] = value?.chains[0]?.rules[0]?.matchers ?? [];
  return matchers.map((one) => (one.kind === "service" ? formatService(one.service) : "")).join();
}

describe("a service made of services", () => {
  test("is any of what they are, each protocol once", () => {
    expect(meaning("service wanted = ssh, web, tcp/8443\nservice web = http, udp/443")).toBe(
      "tcp/{22,80,8443}, udp/443",
    );
  });

  test("takes the policy's own meaning of a well-known name", () => {
    expect(meaning("service wanted = ssh, udp/1\nservice ssh = tcp/2222")).toBe("tcp/2222, udp/1");
  });

  test("may be made of the same one twice, by two ways", () => {
    expect(
      meaning("service wanted = a, b\nservice a = c\nservice b = c, tcp/2\nservice c = tcp/1"),
    ).toBe("tcp/1-2");
  });

  test("may lie ten thousand deep", () => {
    const deep = Array.from(
      { length: 10_000 },
      (_, index) => `service s${String(index)} = s${String(index + 1)}`,
    );
    expect(meaning(`service wanted = s0\n${deep.join("\n")}\nservice s10000 = tcp/1`)).toBe(
      "tcp/1",
    );
  });
});

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { parseFleet } from "../../src/cli/fleet/parse-fleet.js";
import { renderPretty, summary } from "../../src/diagnostics/render/pretty.js";
import { sourceFile } from "../../src/source/source-file.js";
import type { Fleet } from "../../src/cli/fleet/fleet.js";

/** What sinbin.toml and sinbin.json say, and what is told of those that say it wrong. */

function told(name: string, text: string): string {
  const { diagnostics } = parseFleet(name, sourceFile(name, text));
  const shown = diagnostics.map((found) => renderPretty(found, { colour: false }));
  return [...shown, summary(diagnostics)].join("\n\n");
}

function fleet(name: string, text: string): Fleet {
  const { value } = parseFleet(name, sourceFile(name, text));
  if (value === undefined) throw new Error(told(name, text));
  return value;
}

const pin = "0123456789abcdef".repeat(4);

const whole = `[defaults]
policy = "edge.sbn"
timeout = 5
tls-ca = "ca.pem"
password-file = "secrets/all"

[devices.branch1]
url = "routeros+tls://admin@192.0.2.1"
password-file = "secrets/branch1"
target-version = "7.20"
groups = ["branch", "north"]
confirm-within = 90

[devices.branch2]
url = "routeros://admin@192.0.2.2:8729"
policy = "/etc/sinbin/other.sbn"

[devices]
host.url = "nft:"
host.trial = true
`;

const expected = [
  {
    name: "branch1",
    url: "routeros+tls://admin@192.0.2.1",
    groups: ["branch", "north"],
    policy: "up/edge.sbn",
    targetVersion: "7.20",
    passwordFile: "up/secrets/branch1",
    tlsCa: "up/ca.pem",
    timeout: 5,
    confirmWithin: 90,
  },
  {
    name: "branch2",
    url: "routeros://admin@192.0.2.2:8729",
    groups: [],
    policy: "/etc/sinbin/other.sbn",
    passwordFile: "up/secrets/all",
    timeout: 5,
  },
  { name: "host", url: "nft:", groups: [], policy: "up/edge.sbn", timeout: 5, trial: true },
];

const wholeJson = JSON.stringify({
  defaults: { policy: "edge.sbn", timeout: 5, "tls-ca": "ca.pem", "password-file": "secrets/all" },
  devices: {
    branch1: {
      url: "routeros+tls://admin@192.0.2.1",
      "password-file": "secrets/branch1",
      "target-version": "7.20",
      groups: ["branch", "north"],
      "confirm-within": 90,
    },
    branch2: { url: "routeros://admin@192.0.2.2:8729", policy: "/etc/sinbin/other.sbn" },
    host: { url: "nft:", trial: true },
  },
});

describe("a file of devices", () => {
  test("says its devices, with defaults for those whom they fit", () => {
    expect(fleet("up/sinbin.toml", whole).devices).toEqual(expected);
  });

  test("is the same in JSON", () => {
    expect(fleet("up/sinbin.json", wholeJson).devices).toEqual(expected);
  });

  test("a pin of one's own is stronger than the insecurity of all", () => {
    const text = `defaults.insecure = true
[devices.a]
url = "routeros+tls://192.0.2.1"
tls-pin = "${pin}"
[devices.b]
url = "routeros+tls://192.0.2.2"
`;
    const [a, b] = fleet("sinbin.toml", text).devices;
    expect([a?.insecure, a?.tlsPin, b?.insecure]).toEqual([undefined, pin, true]);
  });
});

const device = `[devices.branch1]\nurl = "routeros+tls://admin@192.0.2.1"\n`;

const wrong: readonly (readonly [title: string, name: string, text: string])[] = [
  ["nothing", "sinbin.toml", ""],
  ["a misspelt table", "sinbin.toml", `[device.branch1]\nurl = "nft:"\n`],
  ["two misspelt keys", "sinbin.toml", `${device}polcy = "edge.sbn"\nfrobnicate = 1\n`],
  ["a misspelt default", "sinbin.toml", `[defaults]\nurl = "nft:"\ntimeuot = 3\n${device}`],
  [
    "wrong values",
    "sinbin.toml",
    `${device}timeout = 0\ngroups = "branch"\ntrial = "yes"\ntls-pin = "12"\n`,
  ],
  ["a wrong group", "sinbin.toml", `${device}groups = ["branch", "a b"]\n`],
  ["a device that is no table", "sinbin.toml", `[devices]\nbranch1 = "routeros://192.0.2.1"\n`],
  ["an array of devices", "sinbin.toml", `[[devices]]\nurl = "nft:"\n[[devices]]\nurl = "nft:"\n`],
  ["a date", "sinbin.toml", `${device}target-version = 2024-01-01\n`],
  ["no url", "sinbin.toml", `[devices.branch1]\n`],
  ["a wrong url", "sinbin.toml", `[devices.branch1]\nurl = "https://192.0.2.1"\n`],
  [
    "a user that is no text",
    "sinbin.toml",
    `[devices.branch1]\nurl = "routeros://%ff@192.0.2.1"\n`,
  ],
  ["a password", "sinbin.toml", `${device}password = "hunter2"\n`],
  [
    "a password of other names",
    "sinbin.toml",
    `${device}api-token = 'hunter2'\nsecret.value = """\nhunter2\n"""\n`,
  ],
  [
    "a password in a url",
    "sinbin.toml",
    `[devices.branch1]\nurl = "routeros://admin:hunter2@192.0.2.1"\n`,
  ],
  ["a password in a broken line", "sinbin.toml", `${device}password = "hunter2\n`],
  [
    "a password in JSON",
    "sinbin.json",
    `{"devices": {"b": {"url": "nft:", "password": "hunter2"}}}`,
  ],
  ["a name with a space", "sinbin.toml", `[devices."branch 1"]\nurl = "nft:"\n`],
  [
    "keys without use",
    "sinbin.toml",
    `[devices.host]\nurl = "nft:"\ntls-ca = "ca.pem"\npassword-file = "pw"\n`,
  ],
  ["a key twice", "sinbin.toml", `${device}url = "nft:"\n`],
  ["a text not closed", "sinbin.toml", `[devices.branch1]\nurl = "nft:\n`],
  ["a comma too many", "sinbin.json", `{"devices": {"b": {"url": "nft:",}}}`],
  [
    "a name twice",
    "sinbin.json",
    `{\n  "devices": {\n    "b": {"url": "nft:"},\n    "b": {"url": "nft:"}\n  }\n}`,
  ],
  ["no object", "sinbin.json", `["nft:"]`],
  ["an end too early", "sinbin.json", `{"devices": {`],
];

test("what is told of wrong ones", async () => {
  const parts = wrong.map(([title, name, text]) => {
    const shown = text.replaceAll("hunter2", "(the password)").trimEnd();
    const fence = name.endsWith("json") ? "json" : "toml";
    return `## ${title}\n\n\`\`\`${fence}\n${shown}\n\`\`\`\n\n\`\`\`text\n${told(name, text)}\n\`\`\`\n`;
  });
  const golden = new URL("../golden/fleet/wrong.md", import.meta.url);
  await expect(parts.join("\n")).toMatchFileSnapshot(fileURLToPath(golden));
});

test.each(wrong.filter(([, , text]) => text.includes("hunter2")))(
  "%s is not repeated",
  (_, name, text) => {
    expect(told(name, text)).not.toContain("hunter");
  },
);

test("nested without end is an error", () => {
  for (const [name, text] of [
    ["sinbin.toml", `a = ${"[".repeat(100_000)}`],
    ["sinbin.toml", `a = ${"{a=".repeat(100_000)}`],
    ["sinbin.json", "[".repeat(100_000)],
  ] as const) {
    expect(told(name, text)).toContain("error[SB8001]");
  }
});

test("whatever stands there, a fleet or a diagnostic comes of it", () => {
  const words = [
    "[",
    "]",
    "devices",
    ".",
    "a",
    '"',
    "'",
    "=",
    "url",
    '"nft:"',
    "{",
    "}",
    ",",
    ":",
    "\n",
    "1",
    "#",
    "\\",
    "groups",
    "defaults",
    "__proto__",
  ];
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...words)).map((parts) => parts.join("")),
    fc.json(),
  );
  fc.assert(
    fc.property(fc.constantFrom("sinbin.toml", "sinbin.json"), text, (name, source) => {
      const { value, diagnostics } = parseFleet(name, sourceFile(name, source));
      expect(value === undefined).toBe(diagnostics.length > 0);
      for (const found of diagnostics) renderPretty(found, { colour: false });
    }),
    { numRuns: 500 },
  );
});

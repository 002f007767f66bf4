import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inFolder, put, root, sinbinc } from "./cli.js";

/** The page of `odds --html` in a real browser: on a phone and at a desk, by day, by night and on paper. */

const browsers = ["chromium", "chromium-browser", "google-chrome"];
const executablePath = browsers
  .map((name) => join("/usr/bin", name))
  .find((path) => existsSync(path));
const absent = executablePath === undefined && process.env["SINBIN_REQUIRE_ALL"] !== "1";

const look = new URL("look.mjs", import.meta.url).pathname;

/** Who tried and who logged in, as sshd tells it. */
const log = Array.from({ length: 40 }, (_, index) => {
  const second = String(10 + index);
  const from = `198.51.100.${String(1 + (index % 5))}`;
  const deed = index % 13 === 0 ? "Accepted publickey for anna" : "Failed password for root";
  return `Nov 28 10:10:${second} host sshd[7]: ${deed} from ${from} port ${String(40_000 + index)} ssh2\n`;
}).join("");

/** Names as long as people never have them. */
const long = `policy ${"p".repeat(60)}
list ${"trusted_".repeat(5)} { 192.0.2.1 }
service ${"backup_".repeat(5)} = tcp/2222
ladder climb hook input {
  exempt ${"trusted_".repeat(5)}
  rungs  ${"remembered_".repeat(4)} 60s, two 2m
  bin    ${"banned_".repeat(6)} 4h
  odds   ${"backup_".repeat(5)} 30%
  odds   ssh 20%
  odds   any 10% 20% 30%
}
`;

const limited = `policy limited
list seen timeout 1h
chain guard hook input {
  from seen -> drop
  new ssh over 2/m burst 2 per source -> add source to seen
}
`;

const example = readFileSync(join(root, "examples/01-sinbin-ladder/policy.sbn"), "utf8");

const pages = [
  { name: "of example 01", policy: example },
  { name: "of a policy that has to be played", policy: limited },
  { name: "of long names and a trace", policy: long, trace: log },
];

/** A4 between margins of a centimetre, at 96 dots an inch. */
const paper = { width: 718, height: 1047 };

const sights = [
  { on: "a phone", scheme: "dark", size: { width: 360, height: 740 } },
  { on: "a desk", scheme: "light", size: { width: 1280, height: 900 } },
  // Who reads by night prints on white all the same.
  { on: "paper", scheme: "dark", size: paper },
] as const;

describe.skipIf(absent).each(pages)("the page $name", ({ policy, trace }) => {
  let browser: Browser;
  let page: string;
  beforeAll(async () => {
    // Chromium has no sandbox for who is root; the page is our own.
    const sandboxed = executablePath === undefined ? {} : { executablePath };
    browser = await chromium.launch({ ...sandboxed, args: ["--no-sandbox"] });
    page = inFolder((folder) => {
      const args = ["odds", put(folder, "policy.sbn", policy), "--html", "-"];
      if (trace !== undefined) args.push("--trace", put(folder, "auth.log", trace));
      const { code, out, err } = sinbinc(args);
      expect(err).toBe("");
      expect(code).toBe(0);
      return out;
    });
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each(sights)("on $on, $scheme", async ({ on, scheme, size }) => {
    const tab = await browser.newPage({ viewport: size, colorScheme: scheme });
    const asked: string[] = [];
    const complaints: string[] = [];
    tab.on("request", (request) => asked.push(request.url()));
    tab.on("console", (message) => complaints.push(message.text()));
    if (on === "paper") await tab.emulateMedia({ media: "print" });
    await tab.setContent(page);
    expect({ asked, complaints }).toEqual({ asked: [], complaints: [] });
    await tab.close();

    // The page lets no script in but by force.
    const forced = await browser.newPage({ viewport: size, colorScheme: scheme, bypassCSP: true });
    if (on === "paper") await forced.emulateMedia({ media: "print" });
    await forced.setContent(page);
    await forced.addScriptTag({ content: axe.source });
    await forced.addScriptTag({ path: look });
    expect(await forced.evaluate("look()")).toEqual({
      violations: [],
      unsure: [],
      excess: 0,
      // On a screen a table may be wider than its box, which then can be moved; paper cannot.
      cut: on === "paper" ? 0 : (expect.any(Number) as number),
      texts: [],
    });
    await forced.close();
  });
});

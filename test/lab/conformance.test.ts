import { afterEach, describe, expect, test } from "vitest";
import { type Lab, manualClock, startLab } from "../../targets/routeros/lab/index.js";
import { type Behaviour, behaviours } from "./behaviours.js";
import { type WireClient, wireClient } from "./wire-client.js";

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.stop();
});

describe("the lab behaves as RouterOS is known to", () => {
  test.each(behaviours.map((one) => [one.name, one] as const))("%s", async (_name, behaviour) => {
    await run(behaviour);
  });

  test("by a table of 80 at least, no two alike, each with its source", () => {
    expect(behaviours.length).toBeGreaterThanOrEqual(80);
    expect(new Set(behaviours.map(({ name }) => name)).size).toBe(behaviours.length);
    for (const { fact } of behaviours) expect(fact.length).toBeGreaterThan(10);
  });
});

async function run({ version, options, script, as = "admin" }: Behaviour): Promise<void> {
  const clock = manualClock();
  lab = await startLab({ version, clock, ...options });
  const clients = new Map<string, WireClient>();
  for (const [line, ...expected] of script) {
    const [, who = "1", words = ""] = /^(?:(\d): )?(.*)$/su.exec(line) ?? [];
    if (line.startsWith("+")) {
      clock.advance(Number(line.slice(1)));
      continue;
    }
    const client = clients.get(who) ?? (await wireClient(lab));
    if (!clients.has(who) && options?.login === undefined && as !== "") {
      await client.ask(["/login", `=name=${as}`, "=password="]);
    }
    clients.set(who, client);
    if (words === "close") {
      await client.close();
      // The lab sees the end of a connection when this turn is over.
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const reply = await client.ask(split(words));
    const heard = reply.map((sentence) => sentence.join(" "));
    const context = `${line}\n${heard.join("\n")}`;
    expect(heard.length, context).toBe(expected.length);
    for (const [index, want] of expected.entries()) {
      if (typeof want === "string") expect(heard[index], context).toBe(want);
      else expect(heard[index], context).toMatch(want);
    }
  }
}

/** `/a/b =c=d e ?f` → a word begins after a space with `=`, `?` or `.tag`. */
function split(line: string): readonly string[] {
  return line.split(/ (?=[=?]|\.tag=|\.proplist=)/u);
}

import { describe, expect, test } from "vitest";
import { wireClient } from "../lab/wire-client.js";
import { type FakeHost, fakeHost, run, type Setup } from "./fake-host.js";
import { main } from "../../src/cli/main.js";

interface Running {
  readonly host: FakeHost;
  readonly port: number;
  readonly address: string;
  end(): Promise<number>;
}

/** Starts it in this process; ended as by Ctrl-C. */
async function running(args: readonly string[], setup: Setup = {}): Promise<Running> {
  const host = fakeHost(setup);
  const code = main(["lab", "--port", "0", ...args], host);
  while (host.out() === "") await new Promise((resolve) => setTimeout(resolve, 5));
  const address = host.out().trim();
  const end = (): Promise<number> => {
    process.emit("SIGINT");
    return code;
  };
  return { host, address, port: Number(address.split(":").at(-1)), end };
}

describe("lab", () => {
  test("prints where it listens, serves its version, and ends well at Ctrl-C", async () => {
    const files = { secret: "geheim\n" };
    const lab = await running(["--version", "7.16", "--password-file", "secret"], { files });
    expect(lab.address).toMatch(/^routeros:\/\/admin@127\.0\.0\.1:\d+$/u);
    const client = await wireClient({ host: "127.0.0.1", port: lab.port });
    expect(await client.ask(["/login", "=name=admin", "=password=geheim"])).toEqual([["!done"]]);
    const [reply] = await client.ask(["/system/resource/print", "=.proplist=version"]);
    expect(reply).toEqual(["!re", "=version=7.16 (stable)"]);
    expect(await lab.end()).toBe(0);
    await client.closed;
    expect(lab.host.out() + lab.host.err()).not.toContain("geheim");
  });

  test("keeps its configuration in a file", async () => {
    const first = await running(["--state", "lab.json", "--identity", "edge"]);
    const client = await wireClient({ host: "127.0.0.1", port: first.port });
    await client.ask(["/login", "=name=admin", "=password="]);
    await client.ask(["/ip/firewall/filter/add", "=chain=input", "=comment=kept"]);
    expect(await first.end()).toBe(0);
    const kept = String(first.host.files.get("lab.json"));
    expect(kept).toContain("kept");

    const second = await running(["--state", "lab.json"], { files: { "lab.json": kept } });
    const again = await wireClient({ host: "127.0.0.1", port: second.port });
    await again.ask(["/login", "=name=admin", "=password="]);
    expect(await again.ask(["/ip/firewall/filter/print", "=.proplist=comment"])).toEqual([
      ["!re", "=comment=kept"],
      ["!done"],
    ]);
    expect(await second.end()).toBe(0);
  });

  test("tells a port that is taken, with a way out", async () => {
    const lab = await running([]);
    const late = await run(["lab", "--port", String(lab.port)]);
    expect(late.code).toBe(3);
    expect(late.err).toBe(`sinbinc: port ${lab.port} is in use; another one is --port 0\n`);
    await lab.end();
  });

  test.each([
    [["--version", "5.26"], 2, "no RouterOS `5.26` is known here"],
    [["--port", "x"], 2, "`x` is no port"],
    [["--tls-cert", "a"], 2, "--tls-cert and --tls-key go together"],
    [["--password-file", "missing"], 3, "there is no file missing"],
    [["--state", "bad"], 3, "bad is of no use: it is no state of a lab"],
    [["--tls-cert", "bad", "--tls-key", "bad"], 3, "the lab can't start"],
  ])("says what is wrong: %j", async (args, code, words) => {
    const result = await run(["lab", "--port", "0", ...args], { files: { bad: "nonsense" } });
    expect(result.code).toBe(code);
    expect(result.err).toContain(words);
  });
});

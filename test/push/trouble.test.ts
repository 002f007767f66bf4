import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { pushProgram } from "../../targets/routeros/device/push.js";
import type { Command, Link, Reply, Session } from "../../targets/routeros/device/session.js";
import { troubleProblem } from "../../targets/routeros/device/trouble-problem.js";
import type { Lab } from "../../targets/routeros/lab/index.js";
import { type Run, run, type Setup } from "../cli/fake-host.js";
import {
  contextFor,
  leftToDo,
  linkTo,
  planWith,
  programOf,
  push,
  quick,
  reachable,
  within,
  withLab,
} from "./rig.js";
import { peer } from "./wire.js";

/**
 * Whatever is wrong with a router or the way there, the command ends with exit code 3, a code of its own, what state
 * the router is in and what to do; and no password shows.
 */

const safe = `policy edge
list trusted { 127.0.0.0/8, ::1 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   any 50%
}
`;
const password = "correct-horse-battery";

function at(lab: { readonly port: number }, more = ""): string {
  return `routeros${more}://admin@127.0.0.1:${lab.port}`;
}

async function sinbinc(args: readonly string[], setup: Setup = {}): Promise<Run> {
  const files = { "edge.sbn": safe, ...setup.files };
  const result = await run(args, { env: { SINBIN_PASSWORD: password }, ...setup, files });
  expect(result.out + result.err).not.toContain(password);
  return result;
}

async function refused(args: readonly string[], code: string, setup: Setup = {}): Promise<string> {
  const result = await sinbinc(args, setup);
  expect(result.err).toContain(`[${code}]`);
  expect(result.code).toBe(3);
  expect(result.err).toContain("= help:");
  // What is said of the policy, or of this host, is said before a device is called.
  if (code < "SB6010") expect(result.err).toContain("nothing was changed");
  return result.err;
}

const users = [{ name: "admin", password, group: "full" }];

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

describe("a device that is not reached", () => {
  test("because nothing listens", async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((closed) => server.close(closed));
    const told = await refused(["plan", "edge.sbn", "-d", at({ port })], "SB6001");
    expect(told).toContain("nothing listens");
  });

  test("because it says nothing", async () => {
    const silent = createServer(() => undefined);
    const port = await listening(silent);
    await refused(["plan", "edge.sbn", "-d", at({ port }), "--timeout", "1"], "SB6004");
    silent.close();
  });

  test("because there is no such host", async () => {
    await refused(["plan", "edge.sbn", "-d", "routeros://admin@no-such-host.invalid"], "SB6001");
  });

  test.each(["EHOSTUNREACH", "ENETUNREACH"])("because no route leads there: %s", (code) => {
    const name = { name: "routeros://admin@192.0.2.1", user: "admin" };
    const told = troubleProblem({ kind: "unreachable", code }, name, "nothing was changed");
    expect(told.message).toBe(
      `cannot reach ${name.name}: there is no route to it; nothing was changed`,
    );
    expect(told.help).toContain("route");
  });

  test("because it begins to say what no router says", async () => {
    const mad = await peer(({ socket }) => socket.write("\u0007garbage\u0000"));
    const told = await refused(["push", "edge.sbn", "-d", at(mad), "--yes"], "SB6005");
    expect(told).toContain("does not answer as RouterOS does");
    mad.close();
  });

  test("because it is no router", async () => {
    const web = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const port = await listening(web);
    await refused(["plan", "edge.sbn", "-d", at({ port })], "SB6005");
    web.close();
  });
});

describe("a login that is refused", () => {
  test("for a wrong password, which is not shown", async () => {
    await withLab({ users: [{ name: "admin", password: "other", group: "full" }] }, async (lab) => {
      const told = await refused(["plan", "edge.sbn", "-d", at(lab)], "SB6003");
      expect(told).not.toContain("other");
    });
  });

  test("because nobody gives a password", async () => {
    await withLab({ users }, async (lab) => {
      await refused(["plan", "edge.sbn", "-d", at(lab)], "SB6018", { env: {} });
    });
  });

  test("and one that is taken from a file, or asked for", async () => {
    await withLab({ users }, async (lab) => {
      const plan = ["plan", "edge.sbn", "-d", at(lab)];
      const file = { env: {}, files: { secret: `${password}\n` } };
      expect((await sinbinc([...plan, "--password-file", "secret"], file)).code).toBe(0);
      expect((await sinbinc(plan, { env: {}, answers: [password] })).code).toBe(0);
    });
  });

  test.each(["routeros://admin:hunter2@192.0.2.1", "routeros+tls://u:hunter2@h:1"])(
    "because the password stands in the URL, which is not repeated: %#",
    async (url) => {
      const result = await sinbinc(["plan", "edge.sbn", "-d", url]);
      expect(result.code).toBe(2);
      expect(result.err).not.toContain("hunter2");
      expect(result.err).toContain("--password-file");
    },
  );
});

test("the password is in nothing that a push writes, sets or leaves, also where DEBUG asks for everything", async () => {
  const folder = mkdtempSync(join(tmpdir(), "push-secret-"));
  writeFileSync(join(folder, "password"), `${password}\n`);
  writeFileSync(join(folder, "edge.sbn"), safe);
  await withLab({ users }, async (lab) => {
    const cli = ["--import", "tsx", "src/cli/bin.ts", "push", join(folder, "edge.sbn"), "--yes"];
    const args = [...cli, "-d", at(lab), "--password-file", join(folder, "password")];
    const { SINBIN_PASSWORD: _, ...inherited } = process.env;
    const child = spawn(process.execPath, args, { env: { ...inherited, DEBUG: "*" } });
    let written = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => void (written += data.toString("latin1")));
    }
    const dumped: string[] = [];
    const closed = once(child, "close");
    // While it is connected.
    while (child.exitCode === null && lab.rows("/system/scheduler").length === 0)
      await setTimeout(5);
    for (const dump of ["cmdline", "environ"]) {
      if (child.exitCode === null)
        dumped.push(readFileSync(`/proc/${child.pid}/${dump}`, "latin1"));
    }
    await closed;
    expect(written).toContain("Done: edge");
    expect(dumped.join("")).toContain("--password-file");
    const left = readdirSync(folder).filter((name) => name !== "password");
    expect(left).toEqual(["edge.sbn"]);
    const kept = [
      lab.saved(),
      ...["/log", "/system/scheduler"].map((menu) => JSON.stringify(lab.rows(menu))),
    ];
    for (const text of [written, ...dumped, ...kept]) expect(text).not.toContain(password);
  });
  rmSync(folder, { recursive: true });
});

describe("a user without the right to write", () => {
  test("is told, and nothing was changed", async () => {
    await withLab({ users: [{ name: "admin", password, group: "read" }] }, async (lab) => {
      const told = await refused(["push", "edge.sbn", "-d", at(lab), "--yes"], "SB6007");
      expect(told).toContain("not enough permissions");
      expect(told).toContain("nothing was changed");
      expect(told).toContain("`write`");
    });
  });
});

describe("a version", () => {
  test("that is not known is not written to", async () => {
    const old = await peer(({ reply }) => reply(["!done"]), undefined, {
      "/system/resource/print": ({ reply }) => reply(["!re", "=version=6.42.1"], ["!done"]),
    });
    const told = await refused(["push", "edge.sbn", "-d", at(old), "--yes"], "SB6006");
    expect(told).toContain("6.42.1");
    old.close();
  });
});

describe("under TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "push-tls-"));
  const openssl = (...args: readonly string[]): string =>
    execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  /** @param days before or after now that it ends */
  const made = (
    name: string,
    days: string,
  ): { readonly certificate: string; readonly key: string; readonly path: string } => {
    const [key, request, path, names] = ["key", "csr", "pem", "ext"].map((kind) =>
      join(folder, `${name}.${kind}`),
    );
    writeFileSync(names!, "subjectAltName=IP:127.0.0.1\n");
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl("req", "-new", ...kind, "-subj", "/CN=router", "-keyout", key!, "-out", request!);
    const signed = ["-in", request!, "-signkey", key!, "-extfile", names!, "-out", path!];
    openssl("x509", "-req", ...signed, "-days", days);
    const [certificate, text] = [readFileSync(path!, "utf8"), readFileSync(key!, "utf8")];
    return { certificate, key: text, path: path! };
  };
  const fingerprint = (path: string): string =>
    openssl("x509", "-in", path, "-noout", "-fingerprint", "-sha256").trim().replace(/^.*=/u, "");
  const good = made("good", "2");
  const expired = made("expired", "-1");
  const plan = (lab: Lab, ...more: readonly string[]): readonly string[] => [
    "plan",
    "edge.sbn",
    "-d",
    at(lab, "+tls"),
    ...more,
  ];

  test("a certificate that nobody vouches for is refused, and the fingerprint told", async () => {
    await withLab({ users, tls: good }, async (lab) => {
      const told = await refused(plan(lab), "SB6002");
      expect(told).toContain("self-signed");
      expect(told).toContain("the password was not sent");
      expect(told).toContain(fingerprint(good.path));
    });
  });

  test("one that is pinned, or vouched for, or taken blindly, is accepted", async () => {
    await withLab({ users, tls: good }, async (lab) => {
      expect((await sinbinc(plan(lab, "--tls-pin", fingerprint(good.path)))).code).toBe(0);
      const files = { "ca.pem": good.certificate };
      expect((await sinbinc(plan(lab, "--tls-ca", "ca.pem"), { files })).code).toBe(0);
      const blind = await sinbinc(plan(lab, "--insecure"));
      expect([blind.code, blind.err.includes("can read the password")]).toEqual([0, true]);
    });
  });

  test("another than the pinned one is refused", async () => {
    await withLab({ users, tls: good }, async (lab) => {
      const told = await refused(plan(lab, "--tls-pin", "ab".repeat(32)), "SB6002");
      expect(told).toContain("not the one that is pinned");
    });
  });

  test("an expired one is refused, and taken when it is pinned", async () => {
    await withLab({ users, tls: expired }, async (lab) => {
      const files = { "ca.pem": expired.certificate };
      expect(await refused(plan(lab, "--tls-ca", "ca.pem"), "SB6002", { files })).toContain(
        "expired",
      );
      expect((await sinbinc(plan(lab, "--tls-pin", fingerprint(expired.path)))).code).toBe(0);
    });
  });

  test("a port without TLS is told", async () => {
    await withLab({ users }, async (lab) => {
      const told = await refused(plan(lab, "--timeout", "2"), "SB6002");
      expect(told).toContain("does not speak TLS");
    });
    rmSync(folder, { recursive: true });
  });
});

describe("a policy that shuts out who pushes it", () => {
  test("is refused by plan and push, with the rule's place", async () => {
    await withLab({ users }, async (lab) => {
      const wall =
        "policy edge\n\nchain guard hook input {\n  established -> accept\n  -> drop\n}\n";
      const files = { "wall.sbn": wall };
      const told = await refused(["plan", "wall.sbn", "-d", at(lab)], "SB6012", { files });
      expect(told).toContain("wall.sbn:5");
      await refused(["push", "wall.sbn", "-d", at(lab), "--yes"], "SB6012", { files });
      expect(lab.rows("/ip/firewall/filter")).toEqual([]);
    });
  });

  test("is refused where only luck would let it in, and pushed when that is said", async () => {
    await withLab({ users }, async (lab) => {
      const files = { "luck.sbn": safe.replace("127.0.0.0/8, ::1", "192.0.2.1") };
      const told = await refused(["plan", "luck.sbn", "-d", at(lab)], "SB6012", { files });
      expect(told).toContain("src-address-list=sinbin");
      const push = ["push", "luck.sbn", "-d", at(lab), "--yes", "--allow-lockout"];
      expect((await sinbinc(push, { files })).code).toBe(0);
      expect(reachable(lab, "/ip/firewall/filter", "input").length).toBeGreaterThan(0);
    });
  });
});

describe("without a terminal", () => {
  test("push asks for --yes; with one it asks", async () => {
    await withLab({ users }, async (lab) => {
      const push = ["push", "edge.sbn", "-d", at(lab)];
      expect((await sinbinc(push)).code).toBe(2);
      expect(lab.rows("/ip/firewall/filter")).toEqual([]);
      expect((await sinbinc(push, { answers: ["n"] })).err).toContain("Nothing was changed");
      expect(lab.rows("/ip/firewall/filter")).toEqual([]);
      expect((await sinbinc(push, { answers: ["y"] })).err).toContain("Done: edge");
      const again = await sinbinc(["plan", "edge.sbn", "-d", at(lab), "--exit-code", "--json"]);
      expect([again.code, JSON.parse(again.out)]).toMatchObject([
        0,
        { upToDate: true, changes: [] },
      ]);
    });
  });
});

describe("a plan that is out of date by the time it is agreed to", () => {
  test("is made again, shown, and asked for again", async () => {
    await withLab({ users }, async (lab) => {
      const push = ["push", "edge.sbn", "-d", at(lab)];
      const meanwhile = async (): Promise<string> => {
        const other = { files: { "edge.sbn": safe.replace("50%", "60%") } };
        expect((await sinbinc([...push, "--yes"], other)).code).toBe(0);
        return "y";
      };
      const { out, err, code } = await sinbinc(push, { answers: [meanwhile, "y"] });
      expect(code).toBe(0);
      expect(err).toContain("has changed since the plan was made");
      expect(out).toContain("- chain=sincheck action=add-src-to-address-list");
      const now = reachable(lab, "/ip/firewall/filter", "input").join("\n");
      expect([now.includes("random=50"), now.includes("random=60")]).toEqual([true, false]);
    });
  });

  test("is not carried out when that is not agreed to", async () => {
    await withLab({ users }, async (lab) => {
      const push = ["push", "edge.sbn", "-d", at(lab)];
      const meanwhile = async (): Promise<string> => {
        const other = { files: { "edge.sbn": safe.replace("50%", "60%") } };
        await sinbinc([...push, "--yes"], other);
        return "y";
      };
      const { err, code } = await sinbinc(push, { answers: [meanwhile, "n"] });
      expect([code, err.includes("Nothing was changed")]).toEqual([0, true]);
      expect(reachable(lab, "/ip/firewall/filter", "input").join("\n")).toContain("random=60");
    });
  });
});

/** A link whose sessions answer the n-th sentence of those that count with a trap, and do not send it. */
function trapping(
  link: Link,
  at: number,
  { message, counts }: Pick<Trapped, "message" | "counts">,
): { readonly link: Link; count(): number } {
  let counted = 0;
  const trapped = (session: Session): Session => ({
    ...session,
    run: async (command: Command): Promise<Reply> => {
      // How often the claim says that it lives is a matter of time.
      const isBeat = command.path === "/system/scheduler/set";
      if (isBeat || !counts(command) || ++counted !== at) return session.run(command);
      return { ok: false, trouble: { kind: "trap", command: command.path, message, category: 4 } };
    },
  });
  return {
    count: () => counted,
    link: {
      ...link,
      open: async () => {
        const opened = await link.open();
        return opened.ok ? { ok: true, session: trapped(opened.session) } : opened;
      },
    },
  };
}

interface Trapped {
  readonly what: string;
  readonly message: string;
  readonly counts: (command: Command) => boolean;
}

const isWrite = ({ path }: Command): boolean => !path.endsWith("/print");

const traps: readonly Trapped[] = [
  { what: "full disk at any write", message: "failure: disk full", counts: isWrite },
  { what: "vanished id at any write", message: "no such item", counts: isWrite },
  { what: "refusal at any read", message: "failure: busy", counts: (one) => !isWrite(one) },
];

/** Looks for a while what has come of it. */
const patient = { ...quick, timing: { ...quick.timing, reconnectFor: 100 } };

/** Other rules, another place, another list entry, and one hook more. */
const other = `${safe.replace("50%", "60%").replace("hook input", "hook input place last").replace("::1", "::1, 192.0.2.0/24")}
list blocked { 198.51.100.0/24 }
chain guard hook forward { from blocked -> drop }
`;

/** What a message may say of the rules, and whether they are then the new ones. */
const states = [
  {
    says: /nothing was changed|packets meet are as they were|the old rules are in force/u,
    isNew: false,
  },
  { says: /the new policy is in force/u, isNew: true },
] as const;

describe.each([
  ["6.49", traps.slice(0, 1)],
  ["7.24", traps],
] as const)("on RouterOS %s", (version, met) => {
  const [a, b] = [programOf(safe, version), programOf(other, version)];
  const state = withLab({ version }, async (lab) => {
    await within(linkTo(lab), ({ run: send }) =>
      send({
        path: "/ip/firewall/filter/add",
        attributes: { chain: "input", action: "passthrough", comment: "count" },
      }),
    );
    await push(linkTo(lab), a);
    return lab.saved();
  });

  test.each(met)(
    "a $what: the old rules or the new ones, and the message is true",
    async (trap) => {
      const told = new Set<string>();
      const trapAt = async (at: number): Promise<number> =>
        withLab({ version, state: await state }, async (lab) => {
          const rules = (): string => reachable(lab, "/ip/firewall/filter", "input").join("\n");
          const old = rules();
          const trapped = trapping(linkTo(lab), at, trap);
          const plan = await within(linkTo(lab), (session) => planWith(session, b));
          const pushed = await within(trapped.link, (session) =>
            pushProgram(contextFor(trapped.link, session, b, patient), plan),
          );
          const now = rules();
          const isNew = now.includes("random=60");
          if (!isNew) expect(now, `${at}`).toBe(old);
          if (pushed.ok) expect(isNew, `${at}`).toBe(true);
          else {
            const { message, help } = pushed.problem;
            const said = states.find(({ says }) => says.test(message));
            const isUnknown = message.includes("is not known");
            if (!isUnknown) expect(said?.isNew, `${at}: ${message}`).toBe(isNew);
            expect(help).toBeDefined();
            told.add(message);
          }
          const again = await push(linkTo(lab), b);
          expect(again.ok ? "" : again.problem.message, `${at}`).toBe("");
          expect(await leftToDo(linkTo(lab), b), `${at}`).toEqual([]);
          expect(rules(), `${at}`).toContain("random=60");
          return trapped.count();
        });
      const all = await trapAt(Infinity);
      expect(all).toBeGreaterThan(15);
      const numbers = Array.from({ length: all }, (_, index) => index + 1);
      for (let done = 0; done < all; done += 12) {
        await Promise.all(numbers.slice(done, done + 12).map(trapAt));
      }
      expect(told.size).toBeGreaterThan(2);
    },
  );
});

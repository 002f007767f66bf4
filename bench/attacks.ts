/** Real tools attack a real kernel under each example: what they got through, and on which list they ended. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "../src/compile.js";
import type { SourceReader } from "../src/load/source-reader.js";
import { sourceFile } from "../src/source/source-file.js";
import { nftables } from "../targets/nftables/index.js";
import { address, type Lab, link, openLab } from "../test/kernel/netns.js";
import { median } from "./measure.js";

/** Where odds decide, each attack is made this often, each time by a host that nobody knows yet. */
const roundsWithOdds = 3;

interface Attack {
  readonly name: string;
  /** What it is, for people. */
  readonly words: string;
  /** A shell script in the attacker's namespace, with `$target`. It ends with a number on its last line. */
  readonly script: string;
  /** What the number is. */
  readonly figure: string;
}

const attacks: readonly Attack[] = [
  {
    name: "nmap -sS",
    words: "a SYN scan of the ports 1 to 1000 in order, 300 a second",
    script:
      "nmap -n -Pn -sS -r -p1-1000 --max-retries 0 --min-rate 300 --max-rate 300 -oG - $target | grep -o 'Ignored State: closed ([0-9]*)\\|/open/\\|/closed/' | awk -F'[()]' '/Ignored/{n+=$2;next}{n++}END{print n+0}'",
    figure: "ports that answered, of 1000",
  },
  {
    name: "nmap -sF",
    words: "a FIN scan of the ports 1 to 200",
    script:
      "nmap -n -Pn -sF -r -p1-200 --max-retries 0 --max-rate 300 -oG - $target | grep -o 'Ignored State: closed ([0-9]*)\\|/closed/' | awk -F'[()]' '/Ignored/{n+=$2;next}{n++}END{print n+0}'",
    figure: "closed ports that told so, of 198",
  },
  {
    name: "nmap -sX",
    words: "an Xmas scan (FIN, PSH, URG) of the ports 1 to 200",
    script:
      "nmap -n -Pn -sX -r -p1-200 --max-retries 0 --max-rate 300 -oG - $target | grep -o 'Ignored State: closed ([0-9]*)\\|/closed/' | awk -F'[()]' '/Ignored/{n+=$2;next}{n++}END{print n+0}'",
    figure: "closed ports that told so, of 198",
  },
  {
    name: "hping3 -S",
    words: "300 SYNs to port 22 within a second, each from another port",
    script:
      "hping3 -q -S -p 22 -i u3000 -c 300 $target 2>&1 | grep -o '[0-9]* packets received' | awk '{print $1}'",
    figure: "answers, of 300",
  },
  {
    name: "ssh",
    words:
      "an ssh client that tries to log in 10 times, 0.3 s between two, and waits a second at most",
    script:
      "n=0; for i in $(seq 10); do ssh -F none -o BatchMode=yes -o ConnectTimeout=1 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null nobody@$target true 2>&1 | grep -q 'Permission denied' && n=$((n+1)); sleep 0.3; done; echo $n",
    figure: "times that sshd refused its key, of 10",
  },
  {
    name: "curl",
    words:
      "50 requests to a web server on port 80, each on a connection of its own, half a second of patience; it gives up after ten that fail in a row",
    script:
      "n=0; bad=0; for i in $(seq 50); do if curl -s -o /dev/null --max-time 0.5 http://$target/; then n=$((n+1)); bad=0; else bad=$((bad+1)); [ $bad -ge 10 ] && break; fi; done; echo $n",
    figure: "pages, of 50",
  },
];

const watching = `
table inet watching {
  counter arrived { }
  counter passed { }
  chain first { type filter hook prerouting priority -350; policy accept;
    iifname "${link.wan}" ip saddr ${address.attacker.ipv4} counter name arrived
  }
  chain input { type filter hook input priority 200; policy accept;
    iifname "${link.wan}" ip saddr ${address.attacker.ipv4} counter name passed
  }
  chain forward { type filter hook forward priority 200; policy accept;
    iifname "${link.wan}" ip saddr ${address.attacker.ipv4} counter name passed
  }
}
`;

interface Outcome {
  readonly figure: number;
  readonly arrived: number;
  readonly passed: number;
  readonly lists: readonly string[];
}

export async function attackTables(): Promise<readonly string[]> {
  const lab = await openLab();
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-attacks-"));
  try {
    await serve(lab, join(folder, "host_key"));
    const lines: string[] = [];
    for (const example of readdirSync(new URL("../examples", import.meta.url)).toSorted()) {
      const table = await against(lab, example);
      console.error(table.join("\n"));
      lines.push(...table, "");
    }
    return lines.slice(0, -1);
  } finally {
    for (const space of ["d", "i"]) {
      spawnSync("sh", ["-c", `ip netns pids ${lab.id}${space} | xargs -r kill`]);
    }
    lab.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On the host and behind it: sshd, and a web server. */
async function serve(lab: Lab, key: string): Promise<void> {
  await lab.run("defender", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
  const web = "require('http').createServer((q,a)=>a.end('hello\\n')).listen(80,'::')";
  for (const host of ["defender", "inside"] as const) {
    await lab.run(
      host,
      "sh",
      "-c",
      [
        "mkdir -p /run/sshd",
        `setsid /usr/sbin/sshd -D -f /dev/null -h ${key} -o PidFile=none -o MaxStartups=500 -o PasswordAuthentication=yes >/dev/null 2>&1 </dev/null &`,
        `setsid ${process.execPath} -e "${web}" >/dev/null 2>&1 </dev/null &`,
        "sleep 1",
      ].join("\n"),
    );
  }
}

async function against(lab: Lab, folder: string): Promise<readonly string[]> {
  const { text, forwards } = rulesOf(folder);
  const target = forwards ? address.inside.ipv4 : address.defender.ipv4;
  const rows: string[] = [];
  for (const attack of attacks) {
    const outcomes: Outcome[] = [];
    const rounds = text.includes("numgen") ? roundsWithOdds : 1;
    for (let round = 0; round < rounds; round++) {
      outcomes.push(await strike(lab, text, attack, target));
    }
    const of = (figure: (outcome: Outcome) => number): string =>
      String(median(outcomes.map(figure)));
    const stopped = median(
      outcomes.map(({ arrived, passed }) => (arrived === 0 ? 0 : 1 - passed / arrived)),
    );
    const lists = [...new Set(outcomes.flatMap((outcome) => outcome.lists))].toSorted();
    rows.push(
      `| \`${attack.name}\` | ${of(({ figure }) => figure)} ${attack.figure} | ${of(({ arrived }) => arrived)} | ${(stopped * 100).toFixed(0)} % | ${lists.map((list) => `\`${list}\``).join(" ") || "none"} |`,
    );
  }
  return [
    `## ${folder}`,
    "",
    ...(forwards ? ["Against the host behind it.", ""] : []),
    "| attack | what it got | packets sent | stopped | ended on |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

/** An example as nft rules, with this host's interfaces in place of the example's. */
function rulesOf(folder: string): { readonly text: string; readonly forwards: boolean } {
  const read = (path: string): string =>
    readFileSync(new URL(`../examples/${folder}/${path}`, import.meta.url), "utf8");
  const reader: SourceReader = {
    readPolicy: (path) => ({ value: sourceFile(path, read(path)) }),
    readList: (path) => ({ value: [read(path)] }),
  };
  const options = { version: nftables.defaultVersion, format: "nft" };
  const source = sourceFile("policy.sbn", read("policy.sbn"));
  const { value } = compile(source, nftables, options, reader);
  if (value === undefined) throw new Error(`${folder} does not compile`);
  const text = value
    .flatMap(({ lines }) => [...lines, ""])
    .join("\n")
    .replaceAll('"enp1s0"', `"${link.wan}"`)
    .replaceAll('"br0"', `"${link.lan}"`);
  return { text, forwards: text.includes("hook forward") && !text.includes("hook input") };
}

async function strike(lab: Lab, text: string, attack: Attack, target: string): Promise<Outcome> {
  await lab.load(`flush ruleset\n${watching}\n${text}`);
  const output = await lab.run("attacker", "sh", "-c", `target=${target}; ${attack.script}`);
  const listing = await lab.run("defender", "nft", "list", "ruleset");
  const counted = (name: string): number => {
    const found = new RegExp(`counter ${name} \\{\\s+packets (\\d+)`, "u").exec(listing);
    return Number(found?.[1] ?? 0);
  };
  const lists = [...listing.matchAll(/set list_(\S+)_4\S* \{([^}]*(?:\{[^}]*\})?)/gu)]
    .filter(([, , body]) => body?.includes(`${address.attacker.ipv4} `))
    .map(([, name]) => name ?? "");
  return {
    figure: Number(output.trim().split("\n").at(-1)),
    arrived: counted("arrived"),
    passed: counted("passed"),
    lists,
  };
}

import { expect, test } from "vitest";
import { playing, theseDraws } from "./playing.js";

test("one packet climbs one rung, and the one that tips a source into the bin still passes", () => {
  const ladder = `policy edge
list trusted { 203.0.113.9 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m, sin_2 1m
  bin    sinbin 4h log "sinbinned" -> drop
  odds   ssh 80%
}`;
  const { play, entries, logs } = playing(ladder, { draws: () => 0.7999 });
  expect([play({ t: 0 }), play({ t: 1 }), play({ t: 2 }), play({ t: 3 })]).toEqual([
    "-",
    "-",
    "-",
    "drop",
  ]);
  expect(logs()).toEqual(["sinbinned"]);
  expect(entries("sin_1", 3)).toEqual(["203.0.113.7 59"]);
  expect(entries("sinbin", 3)).toEqual(["203.0.113.7 14399"]);
  for (let t = 4; t < 9; t++) expect(play({ t, from: "203.0.113.9" })).toBe("-");
  expect(entries("sin_1", 9)).toEqual(["203.0.113.7 53"]);
});

test("a draw is one for the packet that meets all else, whatever it leads to, and is less than the chance", () => {
  const text = `policy p
list a timeout 1m
chain c hook input {
  established 50% -> drop
  from a 50% -> drop
  ssh 25% limit 1/m burst 1 -> add source to a, log "x"
}`;
  const { play, logs } = playing(text, { draws: theseDraws(0.25, 0.2499, 0.5, 0, 0.4999) });
  expect([play(), play(), play(), play()]).toEqual(["-", "-", "-", "drop"]);
  expect(logs()).toEqual(["x"]);
});

test("return in a hooked chain ends that chain, in another it goes back; the next hooked chain follows", () => {
  const { play, logs } = playing(`policy p
chain one hook input {
  ssh -> jump sub
  -> log "back"
  tcp/22 -> return
  tcp/23 -> accept
  -> log "end of one"
}
chain sub {
  -> log "sub"
  -> return
  -> drop
}
chain two hook input { -> log "two" }`);
  expect([play(), play({ port: 23 }), play({ port: 24 })]).toEqual(["-", "accept", "-"]);
  expect(logs()).toEqual(["sub", "back", "two", "back", "back", "end of one", "two"]);
});

test("a hook is entered there alone, and by its interface alone", () => {
  const { play } = playing(`policy p
interface wan { nftables wan0 }
chain c hook input in wan { -> drop }
chain d hook forward in !wan { -> drop }`);
  expect(play({ in: "wan" })).toBe("drop");
  expect(play({ in: "lan" })).toBe("-");
  expect(play()).toBe("-");
  expect(play({ hook: "forward" })).toBe("drop");
  expect(play({ hook: "forward", in: "wan" })).toBe("-");
  expect(play({ hook: "output", in: "wan" })).toBe("-");
});

test("a bucket starts full, fills at the rate, and gives nothing to who finds it empty", () => {
  const { play } = playing(`policy p
chain c hook input {
  ssh limit 30/m burst 2 -> drop
  telnet over 1/s burst 1 per source -> drop
}`);
  const at = (port: number) => (t: number, from?: string) =>
    play({ t, port, ...(from === undefined ? {} : { from }) });
  const ssh = at(22);
  expect([0, 0, 0, 1, 1.999, 2, 2, 3, 4, 100, 100, 100].map((t) => ssh(t))).toEqual([
    "drop",
    "drop",
    "-",
    "-",
    "-",
    "drop",
    "-",
    "-",
    "drop",
    "drop",
    "drop",
    "-",
  ]);
  const telnet = at(23);
  expect([100, 100, 100.5, 101].map((t) => telnet(t))).toEqual(["-", "drop", "drop", "-"]);
  expect(telnet(101, "203.0.113.8")).toBe("-");
  expect(telnet(101, "203.0.113.8")).toBe("drop");
});

test("buckets for pairs are those of both addresses of one family", () => {
  const { play } = playing(`policy p
chain c hook input { over 1/h burst 1 per source destination -> drop }`);
  const one = { from: "192.0.2.1", to: "192.0.2.2" };
  const other = { from: "192.0.2.1", to: "192.0.2.3" };
  const six = { from: "::c000:201", to: "::c000:202" };
  expect([play(one), play(other), play(six), play(one), play(other), play(six)]).toEqual([
    "-",
    "-",
    "-",
    "drop",
    "drop",
    "drop",
  ]);
});

test("connections are counted by who knows them, and an untracked packet has none", () => {
  const asked: unknown[] = [];
  let open: number | undefined = 4;
  const { play } = playing(
    `policy p
chain c hook input { conns > 3 per source/24 -> drop }`,
    {
      connections: (_, side, length) => {
        asked.push([side, length]);
        return open;
      },
    },
  );
  expect(play()).toBe("drop");
  open = 3;
  expect(play()).toBe("-");
  open = undefined;
  expect(play()).toBe("-");
  expect(play({ from: "2001:db8::7" })).toBe("-");
  expect(asked).toEqual([
    ["source", 24],
    ["source", 24],
    ["source", 24],
  ]);
});

test("of `else` there is the first, unless it is said which there are", () => {
  const text = `policy p chain c hook input { -> tarpit else drop }`;
  expect(playing(text).play()).toBe("tarpit");
  const has: Parameters<typeof playing>[1] = {
    has: ({ kind }, { protocol }) => kind !== "tarpit" || protocol === "tcp",
  };
  expect(playing(text, has).play()).toBe("tarpit");
  expect(playing(text, has).play({ protocol: "udp" })).toBe("drop");
});

test.each([
  ["icmp/echo-request", { type: 8, code: 0 }, { type: 128, code: 0 }],
  ["icmp/8", { type: 8, code: 3 }, undefined],
  ["icmp/8:0", { type: 8, code: 0 }, undefined],
  ["icmp/packet-too-big", { type: 3, code: 4 }, { type: 2, code: 0 }],
])("%s is what each family calls so, and a number is IPv4's", (service, four, six) => {
  const { play } = playing(`policy p chain c hook input { ${service} -> drop }`);
  const icmp = { protocol: "icmp", port: undefined } as const;
  const other = { type: 99, code: 0 };
  const from = "2001:db8::7";
  expect(play({ ...icmp, icmp: four })).toBe("drop");
  expect(play({ ...icmp, icmp: other })).toBe("-");
  expect(play({ ...icmp, from, icmp: six ?? four })).toBe(six === undefined ? "-" : "drop");
  expect(play()).toBe("-");
});

test("a watcher is told why a rule did not fire, and what it did when it fired", () => {
  const { play, steps } = playing(
    `policy p
list bad timeout 10m
chain c hook input {
  from bad -> drop
  established -> accept
  udp/53 -> drop
  50% -> count
  ssh -> log "hm", add source to bad, jump d
}
chain d {
  over 1/m -> drop
  flags fin -> drop
  length 100-200 -> drop
  mac 02:00:00:aa:bb:cc -> drop
  scan -> drop
  to 198.51.100.0/24 -> drop
}`,
    { draws: () => 0.75 },
  );
  play();
  play({ t: 1 });
  expect(steps()).toMatchInlineSnapshot(`
    [
      "4: 203.0.113.7 is not in bad",
      "5: its state is new",
      "6: it is not udp/53",
      "7: the draw was 75.00 %, not below 50%",
      "8! log "hm", 203.0.113.7 enters bad for 10m, jump d",
      "11: 1/m is not passed",
      "12: its TCP flags are syn",
      "13: 60 bytes are not 100-200",
      "14: its MAC address is not known",
      "15: it is no port scan",
      "16: 192.0.2.1 is not among the rule's addresses",
      "4! drop",
    ]
  `);
});

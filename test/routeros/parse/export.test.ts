/** What routers write, of both versions, and texts that are none. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { positionOf, sourceFile } from "../../../src/source/source-file.js";
import { parseExport } from "../../../targets/routeros/parse/parse-export.js";
import { loadRow } from "../../../targets/routeros/simulate/load-rows.js";
import { emptyRouter } from "../../../targets/routeros/simulate/state.js";
import { parseJson } from "../../../targets/routeros/parse/parse-json.js";
import { parseRsc } from "../../../targets/routeros/parse/parse-rsc.js";

const version6 = String.raw`# nov/22/2026 10:00:00 by RouterOS 6.49.10
# software id = ABCD-EFGH
#
/interface bridge
add admin-mac=02:00:00:AA:BB:CC auto-mac=no comment=defconf name=bridge
/ip firewall address-list
add address=192.0.2.0/24 comment="caf\C3\A9 \"a\" \$b \\ \3F" list=office
add address=198.51.100.7 list=office disabled=yes
/ip firewall filter
add action=accept chain=input comment="defconf: accept established,related" \
    connection-state=established,related
add action=drop chain=input src-address-list=\
    !office log=yes log-prefix="a long pr\
    efix"
set [ find comment=x ] disabled=yes
/ip service set telnet disabled=yes
`;

const version7 = `# 2026-11-22 10:00:00 by RouterOS 7.24\r
/ip/firewall/filter add chain=forward action=drop; /ip/firewall/raw add chain=prerouting action=drop dst-port=53,80 protocol=udp\r
/ipv6 firewall filter\r
add chain=input action=reject !connection-mark tcp-flags=syn,!ack\r
`;

const rowsOf = (text: string) => {
  const { value, diagnostics } = parseExport(sourceFile("export.rsc", text));
  expect(diagnostics).toEqual([]);
  return value!.map(({ menu, properties }) => [menu, properties]);
};

test("an export of RouterOS 6", () => {
  expect(rowsOf(version6)).toEqual([
    [
      "/interface/bridge",
      { "admin-mac": "02:00:00:AA:BB:CC", "auto-mac": "no", comment: "defconf", name: "bridge" },
    ],
    [
      "/ip/firewall/address-list",
      { address: "192.0.2.0/24", comment: 'café "a" $b \\ ?', list: "office" },
    ],
    ["/ip/firewall/address-list", { address: "198.51.100.7", list: "office", disabled: "yes" }],
    [
      "/ip/firewall/filter",
      {
        action: "accept",
        chain: "input",
        comment: "defconf: accept established,related",
        "connection-state": "established,related",
      },
    ],
    [
      "/ip/firewall/filter",
      {
        action: "drop",
        chain: "input",
        "src-address-list": "!office",
        log: "yes",
        "log-prefix": "a long prefix",
      },
    ],
  ]);
});

test("an export of RouterOS 7", () => {
  expect(rowsOf(version7)).toEqual([
    ["/ip/firewall/filter", { chain: "forward", action: "drop" }],
    [
      "/ip/firewall/raw",
      { chain: "prerouting", action: "drop", "dst-port": "53,80", protocol: "udp" },
    ],
    ["/ipv6/firewall/filter", { chain: "input", action: "reject", "tcp-flags": "syn,!ack" }],
  ]);
});

test("its rows are put on a router", () => {
  const state = emptyRouter();
  const rows = parseExport(sourceFile("export.rsc", version6)).value!;
  const loaded = rows.map(({ menu, properties }) => loadRow(state, menu, properties, 0));
  expect(loaded).toEqual([false, true, true, true, true]);
  expect(state.ipv4.filter.rows.map(({ properties }) => properties["action"])).toEqual([
    "accept",
    "drop",
  ]);
  expect(state.ipv4.lists.membership("office", 0xc0000207, 0)).toBe("member");
  expect(state.ipv4.lists.membership("office", 0xc6336407, 0)).toBe("stranger");
});

test.each([
  ['/ip firewall filter\nadd chain="input\n', 2, 11],
  ['/ip firewall filter\nadd chain=in\\\n    put action="\\q"\n', 3, 17],
  ["hello world\n", 1, 1],
  ["/ip firewall filter\n\nadd chain={ input\n", 3, 11],
  ["add chain=[find\n", 1, 11],
  ["/ip firewall filter add chain=($x\n", 1, 31],
  ["# fine\n}\n", 2, 1],
  ["/ip firewall filter add chain=$x\n", 1, 25],
])("a text that is none is told with its place: %j", (text, line, column) => {
  const { value, diagnostics } = parseExport(sourceFile("x.rsc", text));
  expect(value).toBeUndefined();
  expect(diagnostics[0]?.code).toBe("SB7003");
  expect(positionOf(diagnostics[0]!.span)).toEqual({ line, column });
});

test("no text makes a reader throw, or hang", () => {
  const piece = fc.constantFrom(
    "add",
    " ",
    "\n",
    "\\\n",
    "\\",
    '"',
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ";",
    "=",
    "chain=input",
    "$x",
    "#",
    "/ip firewall filter",
    ":foreach e in=",
    "do=",
    "\\3F",
    "\u0000",
    "\u2028",
    "é",
    "\r",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (some) => {
      for (const read of [parseExport, parseRsc, parseJson]) {
        for (const { span } of read(sourceFile("x", some)).diagnostics) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(some.length);
        }
      }
    }),
    { numRuns: 500 },
  );
});

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { problem, type Problem } from "../../src/device/problem.js";
import { renderProblem } from "../../src/device/render-problem.js";
import { catalog } from "../../src/diagnostics/catalog.js";
import { sourceFile } from "../../src/source/source-file.js";

/** Everything that is told of devices, in one golden; the pages are held with those of the other codes. */

const device = "routeros://admin@192.0.2.1";
const state = "nothing was changed";
const file = sourceFile("edge.sbn", "policy edge\n\nlist trusted { 192.0.2.0/24 }\n");
const origin = { file, start: 13, end: 17 };

const all: readonly Problem[] = [
  problem("SB6001", { device, why: "no answer", help: "see that the address is right", state }),
  problem("SB6002", { device, why: "it is self-signed", fingerprint: "AB:CD", state }),
  problem("SB6002", { device, why: "the port does not speak TLS", fingerprint: undefined, state }),
  problem("SB6003", { device, user: "admin", message: "wrong user name or password", state }),
  problem("SB6004", { device, how: "the router closed it", state }),
  problem("SB6005", { device, what: '"HTTP/1.1 400"', state }),
  problem("SB6006", { device, version: "6.42", known: "6.49 and 7.9 to 7.24" }),
  problem("SB6007", { device, command: "/ip/x", message: "not enough permissions (9)", state }),
  problem("SB6007", { device, command: "/ip/x", message: "failure: disk full", state }),
  problem("SB6007", { device, command: "/ip/x", message: "unknown parameter", state }),
  problem("SB6008", { text: '"Büro"', state }),
  problem("SB6009", { device, who: "another push of this policy is under way", state }),
  problem("SB6010", { what: "2 rules are the jump", rows: "*1 chain=input; *2 chain=input" }),
  problem("SB6011", { device, what: "a jump leads elsewhere", state }),
  problem("SB6012", { address: "198.51.100.7", port: 8728, how: "it drops" }, origin),
  problem("SB6013", { hook: "input", rule: "action=accept", what: "lets packets in" }, origin),
  problem("SB6014", { list: "sinbin", rule: "chain=input action=drop" }),
  problem("SB6015", { what: "the rules of `3dc7cd8571` were changed by hand" }),
  problem("SB6016", { hook: "input", comment: "established" }, origin),
  problem("SB6017", { why: "it was not confirmed within 60 seconds", state }),
  problem("SB6018", { why: `no password for ${device}` }),
  problem("SB6019", { address: "198.51.100.7", port: 8728, how: "it drops" }, origin),
  problem("SB6020", { address: "192.0.2.1", why: "it is the router's own" }),
  problem("SB6021", { device: "nft:", why: "there is no `nft` on it", help: "install nftables" }),
  problem("SB6022", { what: "3 of those in list_bin_4 have no room in list_bin_4_max10" }),
  problem("SB6030", {
    device: "branch1",
    found: "RouterOS 7.20",
    named: "7.16",
    path: "sinbin.toml",
  }),
  problem("SB6031", { device: "branch1" }),
  problem("SB6032", { device: "branch1", why: "the policy is not in force there" }),
];

test("every code of devices has its words here", () => {
  const codes = Object.keys(catalog).filter((code) => code.startsWith("SB6"));
  expect([...new Set(all.map(({ code }) => code))]).toEqual(codes);
});

test("their words", async () => {
  const text = all.map((one) => renderProblem(one, { colour: false })).join("\n\n");
  const golden = new URL("../golden/device/problems.txt", import.meta.url);
  await expect(`${text}\n`).toMatchFileSnapshot(fileURLToPath(golden));
});

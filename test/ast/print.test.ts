import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parsePolicy } from "../../grammar/index.js";
import { printPolicy } from "../../src/ast/print.js";
import { sourceFile } from "../../src/source/source-file.js";

function fmt(text: string): string {
  const { policy, diagnostics } = parsePolicy(sourceFile("fmt.sbn", text));
  expect(diagnostics).toEqual([]);
  return printPolicy(policy);
}

const untidy = `# Head comment
policy edge # trailing
## note for list
list trusted { 192.168.88.0/24, # office
  2001:DB8:1::/48 }
list sin_1  timeout 1m


list sin_2  timeout 60s
list "a b" timeout 90s { }
interface wan { routeros ether1  nftables enp1s0,eth9 }
interface lan { routeros list LAN # bridge
 nftables br0 }
service web=tcp/80,tcp/{443, 8443} , udp/443
service tunnel = proto  gre
chain input hook input in wan{
  # first
  from !trusted -> jump sincheck # go
  # last
}
chain sincheck {
  from sinbin               -> drop
  ## binned
  new ssh from sin_2   80%  -> log "sinbinned", add source to sinbin
  new # odd
     from sin_2   40%  -> log "sin\\"binned",
        add source to sinbin for 4h

  -> count
  !established,related !web 5% -> count
}
chain e{}
ladder x family ipv4 { exempt trusted rungs sin_1 1m
 bin sinbin 4h log "x" -> jump e odds ssh 80% odds any 20% 30% trap tcp/23,telnet # t
 # end
 }
# final
`;

test("an untidy policy", async () => {
  await expect(`${untidy}\n=== fmt ===\n\n${fmt(untidy)}`).toMatchFileSnapshot(
    "../golden/fmt/untidy.md",
  );
});

test("line ends of Windows and old Macs become LF", () => {
  const text = "policy p # c\r\nlist a { 192.0.2.1 }\r\n";
  expect(fmt(text)).toBe("policy p  # c\nlist a { 192.0.2.1 }\n");
  expect(fmt(text.replaceAll("\r\n", "\r"))).toBe("policy p  # c\nlist a { 192.0.2.1 }\n");
});

test("a list that is too long for a line gets a line an entry", () => {
  const entries = Array.from({ length: 12 }, (_, index) => `192.0.2.${index}`);
  const printed = fmt(`list a { ${entries.join(", ")} }`);
  expect(printed).toBe(`list a {\n${entries.map((entry) => `  ${entry},\n`).join("")}}\n`);
});

test("the examples are formatted", async () => {
  for (const name of await readdir("examples")) {
    const text = await readFile(`examples/${name}/policy.sbn`, "utf8");
    expect(fmt(text), name).toBe(text);
  }
});

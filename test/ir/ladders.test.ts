import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { printRuleset } from "../../src/ir/print.js";
import { sourceFile } from "../../src/source/source-file.js";

/** Each is a ladder in one of the shapes of LANGUAGE.md section 5; the golden shows the chains it stands for. */
const ladders: Record<string, string> = {
  "the-seed": `
list trusted { 192.168.88.0/24, 2001:db8:1::/48 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m, sin_2 1m
  bin    sinbin 4h log "sinbinned" -> drop
  odds   ssh 80%
  odds   any 20% 30% 40%
}`,
  "two-exempt-lists-return-first": `
list office { 192.0.2.0/24 }
list home { 198.51.100.0/24 }
ladder l hook input {
  exempt office, home
  rungs  low 1m
  bin    top 1h
  odds   ssh 50%
}`,
  "without-a-hook-the-exempt-return": `
list office { 192.0.2.0/24 }
chain way_in hook forward { new -> jump l }
ladder l {
  exempt office
  rungs  low 1m
  bin    top 1h -> accept
  odds   ssh 50% 25%
}`,
  "traps-alone-need-no-rungs": `
interface wan { routeros ether1  nftables eth0 }
list allow { 192.0.2.0/24 }
ladder traps hook input in wan {
  exempt allow
  bin    caught 10d log "caught"
  trap   telnet, tcp/{21,445}, udp/137-138
}`,
  "ignored-services-return": `
ladder l hook input {
  ignore https, icmp
  rungs  low 1m
  bin    top 1h
  odds   other 50%
  odds   ssh 80%
  odds   tcp/8080 100%
}`,
  "the-bin-can-jump": `
chain slow { -> log "slow", drop }
ladder l hook input {
  rungs  low 1m
  bin    top 1h -> jump slow
  odds   any 1%
}`,
  "a-declared-list-keeps-its-own-timeout": `
list low timeout 5m
list top timeout 2h { 203.0.113.7 }
ladder l hook input family ipv4 {
  rungs  low, high 10m
  bin    top 1d
  odds   any 10%
}`,
  "odds-without-rungs-go-to-the-bin": `
ladder l hook input {
  bin  top 1h
  odds ssh 5%
}`,
};

test.each(Object.entries(ladders))("%s", async (name, source) => {
  const { value, diagnostics } = compileToRuleset(sourceFile("ladder.sbn", `policy p${source}\n`));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const chains = value === undefined ? [] : [...printRuleset(value)];
  const golden = `\`\`\`sbn\npolicy p${source}\n\`\`\`\n\nstands for\n\n\`\`\`sbn\n${chains.join("\n")}\n\`\`\`\n`;
  await expect(golden).toMatchFileSnapshot(`../golden/ladders/${name}.md`);
});

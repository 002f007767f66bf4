import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { analyse, compileToRuleset } from "../../src/compile.js";
import { explainPolicy } from "../../src/explain/explain-policy.js";
import { sourceFile } from "../../src/source/source-file.js";

/** Policies and what is said of them, in test/golden/explain, source and words together. */

const everything = `policy core
family both

interface wan { routeros ether1  nftables eth0 }
service admin = tcp/{22,8291}
list office { 192.0.2.0/24, 198.51.100.10-198.51.100.20, 2001:db8::/48 }  ## who we are
list seen timeout 10m

## the way in
chain edge hook input in wan {
  established,related -> accept
  !admin from !office 50% -> log "knock", add source to seen for 1h, count
  from 192.0.2.64/26 to 203.0.113.1 -> jump look
}

chain through hook forward {
  in wan out !wan new tcp -> jump look
}

chain look {
  proto gre -> return
  from seen 2.5% -> drop
  -> add destination to seen
}
`;

const ladders = `list friends { 192.0.2.1 }
list family { 192.0.2.2 }

ladder watch hook input {
  exempt friends, family
  ignore https, dns
  rungs  once 5m
  bin    binned forever log "binned" -> drop
  odds   tcp/{22,23} 50% 60%
  odds   ssh 80%
  odds   other 10%
  trap   telnet, winbox
}

ladder quiet hook forward {
  bin  gone 1h -> jump slow
  odds any 1%
}

chain slow { 90% -> drop }
`;

const cases = [
  ["01-sinbin-ladder", example("01-sinbin-ladder")],
  ["chains", everything],
  ["ladders", ladders],
] as const;

function example(name: string): string {
  return readFileSync(new URL(`../../examples/${name}/policy.sbn`, import.meta.url), "utf8");
}

test.each(cases)("%s", async (name, source) => {
  const file = sourceFile("edge.sbn", source);
  const { value: ruleset, diagnostics } = compileToRuleset(file);
  if (ruleset === undefined) throw new Error(diagnostics[0]?.message);
  const words = [...explainPolicy(analyse(file), ruleset)].join("\n");
  const text = `# ${name}\n\n\`\`\`sbn\n${source}\`\`\`\n\n\`\`\`text\n${words}\n\`\`\`\n`;
  const golden = new URL(`../golden/explain/${name}.md`, import.meta.url);
  await expect(text).toMatchFileSnapshot(fileURLToPath(golden));
});

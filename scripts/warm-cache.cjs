// Makes V8's code cache of the bundled command line: runs it as its users do, in this process, then writes down
// what V8 has compiled by then. Functions that a compilation does not call stay out, and load no slower.
//
//   node scripts/warm-cache.cjs PROGRAM CACHE EXAMPLES
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { setImmediate } = require("node:timers");
const { Script } = require("node:vm");

const [program, cache, examples] = process.argv.slice(2);
const source = readFileSync(program, "latin1");
const script = new Script(`(function(require,__filename){${source}\n})`, { filename: program });
const run = script.runInThisContext();

const [first] = readdirSync(examples).sort();
const policy = join(examples, first, "policy.sbn");
const commandLines = [
  ["compile", policy, "--emit", "ir"],
  ...["routeros", "nftables", "nixos"].map((target) => ["compile", policy, "--target", target]),
];

async function warm() {
  for (const line of commandLines) {
    process.argv = [process.argv[0], program, ...line];
    run(createRequire(program), program);
    // The program finishes in the microtasks after it.
    await new Promise((resolve) => setImmediate(resolve));
  }
  writeFileSync(cache, script.createCachedData());
  process.exitCode = 0;
}

warm();

/** The words of one diagnostic; the way out is `help`. */
export interface Wording {
  readonly message: string;
  readonly caption?: string;
  readonly help?: string;
}

/**
 * Every diagnostic there is: `SB1` lexing and parsing, `SB2` names and types, `SB3` meaning, `SB4` lint,
 * `SB5` not expressible on a target, `SB6` device, `SB7` one target's own, `SB8` the file of devices. Each has a page in
 * `docs/diagnostics/` and a golden in `test/golden/diagnostics/`; tests count both.
 */
export const catalog = {
  SB1001: {
    severity: "error",
    title: "unexpected characters",
    words: (p: { text: string }): Wording => ({
      message: `${p.text} has no meaning here`,
      help: 'names with other characters than letters, digits, "_" and "-" go in double quotes',
    }),
  },
  SB1002: {
    severity: "error",
    title: "text not closed",
    words: (): Wording => ({
      message: "this text is not closed on its line",
      caption: "starts here",
      help: 'end it with `"`; a quote inside a text is `\\"`, a line end `\\n`',
    }),
  },
  SB1003: {
    severity: "error",
    title: "unexpected word",
    words: (p: { expected: string; found: string }): Wording => ({
      message: `expected ${p.expected}, found ${p.found}`,
      caption: `expected ${p.expected}`,
    }),
  },
  SB1004: {
    severity: "error",
    title: "not a text file",
    words: (p: { what: string }): Wording => ({
      message: `this is not a policy: ${p.what}`,
      help: "a policy is UTF-8 text; save the file as UTF-8",
    }),
  },
  SB1005: {
    severity: "error",
    title: "empty policy",
    words: (): Wording => ({
      message: "there is no statement in this file",
      help: "a policy needs a chain or a ladder; `examples/01-sinbin-ladder` is a small whole one",
    }),
  },
  SB1006: {
    severity: "error",
    title: "not an address",
    words: (p: { text: string; why: string }): Wording => ({
      message: `\`${p.text}\` is not an address, a prefix or a range: ${p.why}`,
      help: "write `192.0.2.7`, `192.0.2.0/24`, `192.0.2.10-192.0.2.20`, `2001:db8::1` or `2001:db8::/48`",
    }),
  },
  SB1007: {
    severity: "error",
    title: "host bits set",
    words: (p: { text: string; repaired: string }): Wording => ({
      message: `\`${p.text}\` has bits set beyond its prefix length`,
      caption: "host bits set",
      help: `write \`${p.repaired}\` for the network, or leave the length out for the one host`,
    }),
  },
  SB1008: {
    severity: "error",
    title: "not a port",
    words: (p: { text: string; why: string }): Wording => ({
      message: `\`${p.text}\` is not a port: ${p.why}`,
      help: "ports are 0 to 65535: `tcp/22`, `tcp/8000-8100`, `tcp/{80,443}`",
    }),
  },
  SB1009: {
    severity: "error",
    title: "not a duration",
    words: (p: { text: string; why: string }): Wording => ({
      message: `\`${p.text}\` is not a duration: ${p.why}`,
      help: "write a number with w, d, h, m, s or ms, such as `30s`, `1d12h`, or `forever`",
    }),
  },
  SB1010: {
    severity: "error",
    title: "odds out of range",
    words: (p: { text: string; why: string }): Wording => ({
      message: `\`${p.text}\` cannot be odds: ${p.why}`,
      help: "odds are more than 0% and at most 100%, with four decimals at the most",
    }),
  },
  SB1011: {
    severity: "error",
    title: "unknown escape",
    words: (p: { text: string }): Wording => ({
      message: `\`${p.text}\` is no escape`,
      help: 'in a text there are `\\"`, `\\\\` and `\\n`',
    }),
  },
  SB1012: {
    severity: "warning",
    title: "too many to show",
    words: (p: { shown: number; more: number }): Wording => ({
      message: `${String(p.more)} more ${p.more === 1 ? "message is" : "messages are"} not shown after the first ${String(p.shown)}`,
      help: "mend the first ones; the others often follow from them",
    }),
  },
  SB1013: {
    severity: "error",
    title: "not a name",
    words: (p: { why: string }): Wording => ({
      message: `this cannot be a name: ${p.why}`,
      help: "a name is one line of text with at least one character and no control characters",
    }),
  },
  SB1014: {
    severity: "error",
    title: "number out of range",
    words: (p: { text: string; least: number; most: number }): Wording => ({
      message: `\`${p.text}\` is out of range`,
      help: `write ${String(p.least)} to ${String(p.most)}; in a range the smaller one first`,
    }),
  },
  SB1015: {
    severity: "error",
    title: "not a rate",
    words: (p: { text: string }): Wording => ({
      message: `\`${p.text}\` is not a rate`,
      help: "write so many a second, minute, hour or day: `10/s`, `30/m`, `100/h`, `5/d`",
    }),
  },
  SB1016: {
    severity: "error",
    title: "not a MAC address",
    words: (p: { text: string }): Wording => ({
      message: `\`${p.text}\` is not a MAC address`,
      help: "write six pairs of digits with colons: `02:00:00:aa:bb:cc`",
    }),
  },
  SB1017: {
    severity: "error",
    title: "not an ICMP type",
    words: (p: { text: string; known: string }): Wording => ({
      message: `\`${p.text}\` is not an ICMP type`,
      help: `write a number of 0 to 255, a type and its code (\`8:0\`), or a name: ${p.known}`,
    }),
  },
  SB1018: {
    severity: "error",
    title: "not a line of a trace",
    words: (p: { why: string }): Wording => ({
      message: `this line of the trace cannot be read: ${p.why}`,
    }),
  },
  SB2001: {
    severity: "error",
    title: "unknown name",
    words: (p: { kind: string; name: string }): Wording => ({
      message: `there is no ${p.kind} called \`${p.name}\``,
      caption: "not declared",
    }),
  },
  SB2002: {
    severity: "error",
    title: "declared twice",
    words: (p: { kind: string; name: string }): Wording => ({
      message: `the ${p.kind} \`${p.name}\` is declared twice`,
      caption: "declared again",
      help: "rename one of them, or join the two",
    }),
  },
  SB2003: {
    severity: "error",
    title: "jump to a hooked chain",
    words: (p: { name: string }): Wording => ({
      message: `\`${p.name}\` is hooked and cannot be jumped to`,
      help: "move the shared rules to a chain without a hook and jump to that one from both",
    }),
  },
  SB2004: {
    severity: "error",
    title: "jump loop",
    words: (p: { path: string }): Wording => ({
      message: `these jumps go round in a circle: ${p.path}`,
      caption: "closes the circle",
      help: "a packet would never leave; end one of the chains with `return` instead of this jump",
    }),
  },
  SB2005: {
    severity: "error",
    title: "entry without a timeout",
    words: (p: { list: string }): Wording => ({
      message: `nothing says how long an entry of \`${p.list}\` stays`,
      help: `give the list a timeout (\`list ${p.list} timeout 1h\`) or the action one (\`add source to ${p.list} for 1h\`); \`forever\` is one too`,
    }),
  },
  SB2006: {
    severity: "error",
    title: "two conditions of one kind",
    words: (p: { kind: string; instead: string }): Wording => ({
      message: `a rule has one ${p.kind} at the most`,
      caption: "the second one",
      help: p.instead,
    }),
  },
  SB2007: {
    severity: "error",
    title: "action after the end",
    words: (p: { last: string }): Wording => ({
      message: `nothing can come after \`${p.last}\` in a rule`,
      caption: "never reached",
      help: "a verdict, `jump` or `return` comes last; move this action before it",
    }),
  },
  SB2008: {
    severity: "error",
    title: "said twice",
    words: (p: { what: string; where: string }): Wording => ({
      message: `${p.what} stands twice in this ${p.where}`,
      caption: "again",
      help: "keep one of them",
    }),
  },
  SB2009: {
    severity: "error",
    title: "wrong address family",
    words: (p: { found: string; what: "address" | "network"; place: string }): Wording => ({
      message: `an ${p.found} ${p.what} cannot stand in ${p.place}`,
      caption: `is ${p.found}`,
      help: `take the ${p.what} out, or widen the place with \`family both\``,
    }),
  },
  SB2010: {
    severity: "error",
    title: "ladder incomplete",
    words: (p: { ladder: string; missing: string; help: string }): Wording => ({
      message: `the ladder \`${p.ladder}\` has no ${p.missing}`,
      help: p.help,
    }),
  },
  SB2011: {
    severity: "error",
    title: "wrong number of odds",
    words: (p: { found: number; places: number; rungs: number }): Wording => ({
      message: `${String(p.found)} odds for ${String(p.places)} steps`,
      caption: `expected 1 or ${String(p.places)}`,
      help: `a ladder with ${String(p.rungs)} rung${p.rungs === 1 ? "" : "s"} has ${String(p.places)} steps (each rung, then the bin); one value stands for all of them`,
    }),
  },
  SB2012: {
    severity: "error",
    title: "`other` beside `any`",
    words: (): Wording => ({
      message: "`other` can never match beside `any`",
      caption: "no connection is left for this row",
      help: "`any` draws for every new connection, `other` for those without a row of their own; keep one",
    }),
  },
  SB2013: {
    severity: "error",
    title: "list twice on a ladder",
    words: (p: { list: string }): Wording => ({
      message: `\`${p.list}\` is two steps of one ladder`,
      caption: "again",
      help: "each rung and the bin needs a list of its own",
    }),
  },
  SB2014: {
    severity: "error",
    title: "interface condition at the wrong hook",
    words: (p: { direction: string; hook: string }): Wording => ({
      message: `a packet at \`${p.hook}\` has no ${p.direction === "in" ? "incoming" : "outgoing"} interface`,
      help: "`in` is known at input and forward, `out` at forward and output",
    }),
  },
  SB2015: {
    severity: "error",
    title: "families contradict",
    words: (p: { which: string }): Wording => ({
      message: `${p.which} are of different address families`,
      help: "no packet can match; write a rule for each family",
    }),
  },
  SB2016: {
    severity: "error",
    title: "unknown protocol",
    words: (p: { name: string; known: string }): Wording => ({
      message: `there is no protocol called \`${p.name}\``,
      help: `protocols are tcp, udp, icmp, and with \`proto\`: ${p.known}`,
    }),
  },
  SB2017: {
    severity: "error",
    title: "protocol without ports",
    words: (p: { name: string }): Wording => ({
      message: `\`${p.name}\` has no ports`,
      help: `write \`${p.name}\` alone; only tcp and udp take ports`,
    }),
  },
  SB2018: {
    severity: "error",
    title: "unknown target",
    words: (p: { name: string; known: string }): Wording => ({
      message: `there is no target called \`${p.name}\``,
      help: `targets are ${p.known}`,
    }),
  },
  SB2019: {
    severity: "error",
    title: "unknown answer",
    words: (p: { name: string; known: string }): Wording => ({
      message: `\`reject\` cannot answer with \`${p.name}\``,
      help: `answers are ${p.known}`,
    }),
  },
  SB2020: {
    severity: "error",
    title: "file not read",
    words: (p: { path: string; why: string }): Wording => ({
      message: `cannot read \`${p.path}\`: ${p.why}`,
      help: "paths are relative to the file they are written in",
    }),
  },
  SB2021: {
    severity: "error",
    title: "include circle",
    words: (p: { path: string }): Wording => ({
      message: `these files include each other: ${p.path}`,
      caption: "closes the circle",
      help: "move what both need to a third file",
    }),
  },
  SB2022: {
    severity: "error",
    title: "path leads out",
    words: (p: { path: string }): Wording => ({
      message: `\`${p.path}\` leads out of the policy's folder`,
      help: "a policy reads files beside or below its root file only; move the file there",
    }),
  },
  SB2023: {
    severity: "error",
    title: "clause without a hook",
    words: (p: { clause: string }): Wording => ({
      message: `\`${p.clause}\` says nothing without a hook`,
      help: "it says how packets get into the chain; add `hook input`, or take it out",
    }),
  },
  SB2024: {
    severity: "error",
    title: "early without drop",
    words: (): Wording => ({
      message: "`early` can only drop",
      help: "let the bin's action be `drop`, or take `early` out",
    }),
  },
  SB2025: {
    severity: "error",
    title: "no such key length",
    words: (p: { found: number; allowed: string }): Wording => ({
      message: `a network of ${String(p.found)} bits cannot be a key here`,
      help: `write ${p.allowed}`,
    }),
  },
  SB2026: {
    severity: "error",
    title: "TCP reset for other protocols",
    words: (): Wording => ({
      message: "only TCP knows a reset",
      help: "name TCP ports in the rule, or say what the others get: `reject with tcp-reset else reject`",
    }),
  },
  SB2027: {
    severity: "error",
    title: "early where it drops nothing",
    words: (p: { why: string; help: string }): Wording => ({
      message: `\`early\` would drop nothing here: ${p.why}`,
      help: p.help,
    }),
  },
  SB2028: {
    severity: "error",
    title: "service made of itself",
    words: (p: { path: string; help: string }): Wording => ({
      message: `this service is made of itself: ${p.path}`,
      caption: "closes the circle",
      help: p.help,
    }),
  },
  SB2029: {
    severity: "error",
    title: "jitter larger than the period",
    words: (p: { period: string; jitter: string }): Wording => ({
      message: `connections every ${p.period}, off by up to ${p.jitter}, would come before the ones they follow`,
      help: `let the jitter be \`${p.period}\` at the most, or write \`about every ${p.period}\` for connections at random`,
    }),
  },
  SB3001: {
    severity: "error",
    title: "condition that no packet meets",
    words: (p: { why: string }): Wording => ({
      message: `no packet can meet this condition: ${p.why}`,
      help: "take the `!` away, or the rule",
    }),
  },
  SB4001: {
    severity: "warning",
    title: "entry covered by another",
    words: (p: { text: string; by: string }): Wording => ({
      message: `\`${p.text}\` is in \`${p.by}\` already`,
      caption: "adds nothing",
      help: "take it out",
    }),
  },
  SB4002: {
    severity: "warning",
    title: "declared but not used",
    words: (p: { kind: string; name: string }): Wording => ({
      message: `the ${p.kind} \`${p.name}\` is not used`,
      help: "take it out, or use it",
    }),
  },
  SB4003: {
    severity: "warning",
    title: "rule never reached",
    words: (): Wording => ({
      message: "no packet reaches this rule",
      help: "the rule before it takes every packet; change the order",
    }),
  },
  SB4004: {
    severity: "warning",
    title: "list that is never filled",
    words: (p: { name: string }): Wording => ({
      message: `\`${p.name}\` is read, but nothing ever puts an address in`,
      help: "give it entries in `{ }`, or a rule that says `add source to` it",
    }),
  },
  SB4005: {
    severity: "warning",
    title: "nothing to try",
    words: (): Wording => ({
      message: "a trial changes the bins of ladders, and this policy has no ladder",
      help: "what the chains drop is dropped; write the chain as a `ladder` to try it",
    }),
  },
  SB4006: {
    severity: "warning",
    title: "two steps with one packet",
    words: (p: { list: string }): Wording => ({
      message: `a packet that has just been put on \`${p.list}\` goes on from there at once`,
      caption: `asks for \`${p.list}\``,
      help: "put this rule before the one that fills the list, the highest step first",
    }),
  },
  SB4007: {
    severity: "warning",
    title: "bin shorter than a rung",
    words: (p: { bin: string; held: string; rung: string; kept: string }): Wording => ({
      message: `\`${p.bin}\` forgets ${p.held}, and \`${p.rung}\` below it ${p.kept}`,
      caption: "too short",
      help: `whoever comes out is one step from it still; let \`${p.bin}\` hold longer`,
    }),
  },
  SB4008: {
    severity: "warning",
    title: "rung that leads nowhere",
    words: (p: { list: string }): Wording => ({
      message: `sources climb to \`${p.list}\`, and no rule looks at it`,
      help: `add a rule such as \`from ${p.list} -> drop\``,
    }),
  },
  SB4009: {
    severity: "warning",
    title: "service that is trapped",
    words: (p: { service: string }): Wording => ({
      message: `\`${p.service}\` never gets here: all its ports are trapped before`,
      help: "take the ports out of the trap, or this rule out of the policy",
    }),
  },
  SB4010: {
    severity: "warning",
    title: "rung that ends before the next try",
    words: (p: { rung: string; held: string; next: string }): Wording => ({
      message: `\`${p.rung}\` forgets after ${p.held}, and the next try comes after ${p.next}`,
      help: `let \`${p.rung}\` remember for longer than the time between two tries`,
    }),
  },
  SB4011: {
    severity: "warning",
    title: "period near a divisor of a timeout",
    words: (p: { period: string; timeout: string; sooner: string }): Wording => ({
      message: `every ${p.period} is left alone, and 2% sooner is banned with ${p.sooner}: so many periods are about ${p.timeout}`,
      help: "take a timeout that is well below the period, or exempt who comes so",
    }),
  },
  SB4012: {
    severity: "warning",
    title: "odds too small to climb by",
    words: (p: { rung: string; held: string; list: string; odds: string }): Wording => ({
      message: `hardly anybody gets from \`${p.rung}\` to \`${p.list}\`: ${p.odds} a try, and ${p.held} to try in`,
      help: `with ten tries a second it is less than 1%; raise the odds, or let \`${p.rung}\` hold longer`,
    }),
  },
  SB4013: {
    severity: "warning",
    title: "public service that counts",
    words: (p: { service: string }): Wording => ({
      message: `\`${p.service}\` is accepted from everybody, and each of its connections may ban its source`,
      caption: "open to all",
      help: `add \`ignore ${p.service}\` to the ladder, or give it odds of its own`,
    }),
  },
  SB4014: {
    severity: "warning",
    title: "exemption that comes late",
    words: (p: { list: string }): Wording => ({
      message: `members of \`${p.list}\` are let through only after a rule that may ban them`,
      help: "put this rule first",
    }),
  },
  SB4015: {
    severity: "warning",
    title: "log line for every packet",
    words: (p: { whose: string }): Wording => ({
      message: `this logs every packet ${p.whose}`,
      help: "log where a source is put on a list, or add a `limit`",
    }),
  },
  SB5001: {
    severity: "error",
    title: "odds a target cannot draw",
    words: (p: { target: string; found: string; why: string }): Wording => ({
      message: `${p.target} cannot draw with ${p.found}: ${p.why}`,
    }),
  },
  SB5002: {
    severity: "error",
    title: "timeout a target cannot keep",
    words: (p: { target: string; found: string; why: string }): Wording => ({
      message: `${p.target} cannot keep an entry for ${p.found}: ${p.why}`,
    }),
  },
  SB5003: {
    severity: "error",
    title: "text a target cannot carry",
    words: (p: { target: string; what: string; why: string }): Wording => ({
      message: `${p.target} cannot carry this ${p.what}: ${p.why}`,
    }),
  },
  SB5004: {
    severity: "error",
    title: "interface without a spelling",
    words: (p: { name: string; target: string }): Wording => ({
      message: `the interface \`${p.name}\` has no name on ${p.target}`,
      help: `say what it is called there: \`interface ${p.name} { ${p.target} … }\``,
    }),
  },
  SB5005: {
    severity: "error",
    title: "actions a target cannot join",
    words: (p: { target: string; what: string }): Wording => ({
      message: `${p.target} cannot do ${p.what} in one rule`,
    }),
  },
  SB5006: {
    severity: "error",
    title: "condition a target cannot test",
    words: (p: { target: string; what: string }): Wording => ({
      message: `${p.target} cannot test ${p.what}`,
    }),
  },
  SB5008: {
    severity: "error",
    title: "jumps too deep for a target",
    words: (p: { target: string; found: number; most: number }): Wording => ({
      message: `${p.target} follows ${String(p.most)} jumps deep, this policy needs ${String(p.found)}`,
      help: "join some of the chains that only lead to the next one",
    }),
  },
  SB5009: {
    severity: "warning",
    title: "only nearly on a target",
    words: (p: { target: string; what: string }): Wording => ({
      message: `${p.target} does this only nearly: ${p.what}`,
    }),
  },
  SB5010: {
    severity: "error",
    title: "verdict a target does not have",
    words: (p: { target: string; what: string }): Wording => ({
      message: `${p.target} has no ${p.what}`,
    }),
  },
  SB6001: {
    severity: "error",
    title: "device not reached",
    words: (p: { device: string; why: string; help: string; state: string }): Wording => ({
      message: `cannot reach ${p.device}: ${p.why}; ${p.state}`,
      help: p.help,
    }),
  },
  SB6002: {
    severity: "error",
    title: "certificate not trusted",
    words: (p: {
      device: string;
      why: string;
      fingerprint: string | undefined;
      state: string;
    }): Wording => ({
      message: `the certificate of ${p.device} is not trusted: ${p.why}; the password was not sent; ${p.state}`,
      help:
        p.fingerprint === undefined
          ? "speak TLS to the port of `api-ssl`, 8729 unless it was changed"
          : `if it is the router's own (\`/certificate print detail\`), pin it: --tls-pin ${p.fingerprint}`,
    }),
  },
  SB6003: {
    severity: "error",
    title: "login refused",
    words: (p: { device: string; user: string; message: string; state: string }): Wording => ({
      message: `${p.device} refuses the login of \`${p.user}\`: ${p.message}; ${p.state}`,
      help: "the password comes from --password-file, SINBIN_PASSWORD or a prompt; the user needs the policy `api`",
    }),
  },
  SB6004: {
    severity: "error",
    title: "connection lost",
    words: (p: { device: string; how: string; state: string }): Wording => ({
      message: `the connection to ${p.device} is lost: ${p.how}; ${p.state}`,
      help: "run `sinbinc plan` to see what is there now; the next push goes on from whatever that is",
    }),
  },
  SB6005: {
    severity: "error",
    title: "not a router's answer",
    words: (p: { device: string; what: string; state: string }): Wording => ({
      message: `${p.device} does not answer as RouterOS does: ${p.what}; ${p.state}`,
      help: "the port must be that of `/ip service` api, 8728 unless it was changed, or api-ssl, 8729",
    }),
  },
  SB6006: {
    severity: "error",
    title: "version not supported",
    words: (p: { device: string; version: string; known: string }): Wording => ({
      message: `${p.device} runs RouterOS ${p.version}, which is not known here; nothing was changed`,
      help: `known are: ${p.known}`,
    }),
  },
  SB6007: {
    severity: "error",
    title: "refused by the device",
    words: (p: { device: string; command: string; message: string; state: string }): Wording => ({
      message: `${p.device} refused \`${p.command}\`: ${p.message}; ${p.state}`,
      help: helpForRefusal(p.message),
    }),
  },
  SB6008: {
    severity: "error",
    title: "text the API cannot carry",
    words: (p: { text: string; state: string }): Wording => ({
      message: `${p.text} cannot go over the API of RouterOS; ${p.state}`,
      help: "comments and names that a router is to find must be ASCII",
    }),
  },
  SB6009: {
    severity: "error",
    title: "another push under way",
    words: (p: { device: string; who: string; state: string }): Wording => ({
      message: `${p.who} on ${p.device}; ${p.state}`,
      help: "let it end, then push again",
    }),
  },
  SB6010: {
    severity: "error",
    title: "rules that only look like ours",
    words: (p: { what: string; rows: string }): Wording => ({
      message: `${p.what}: ${p.rows}`,
      help: "remove or re-comment those that are yours, or take all with the comment away: `sinbinc remove`",
    }),
  },
  SB6011: {
    severity: "error",
    title: "changed meanwhile",
    words: (p: { device: string; what: string; state: string }): Wording => ({
      message: `${p.device} is not as it was when the plan was made: ${p.what}; ${p.state}`,
      help: "push again; it plans from what is there then",
    }),
  },
  SB6012: {
    severity: "error",
    title: "management shut out",
    words: (p: { address: string; port: number; how: string }): Wording => ({
      message: `this rule may shut out ${p.address}, where this is pushed from, from port ${p.port}: ${p.how}`,
      help: "exempt the address (`exempt trusted`, a rule before it), or say --allow-lockout",
    }),
  },
  SB6013: {
    severity: "warning",
    title: "rules before ours",
    words: (p: { hook: string; rule: string; what: string }): Wording => ({
      message: `a rule before ours in ${p.hook} ${p.what}: ${p.rule}`,
      help: "move it behind our jump, or narrow it",
    }),
  },
  SB6014: {
    severity: "warning",
    title: "list shared with other rules",
    words: (p: { list: string; rule: string }): Wording => ({
      message: `the list \`${p.list}\` of this policy is used by a rule of others: ${p.rule}`,
      help: "give the list of the policy a name of its own, unless that is meant",
    }),
  },
  SB6015: {
    severity: "warning",
    title: "drift",
    words: (p: { what: string }): Wording => ({
      message: p.what,
      help: "the push puts it right",
    }),
  },
  SB6016: {
    severity: "error",
    title: "no rule to stand after",
    words: (p: { hook: string; comment: string }): Wording => ({
      message: `no rule in ${p.hook} has the comment "${p.comment}", which ours are to stand after`,
      help: "give the router's rule that comment, or the chain another place",
    }),
  },
  SB6017: {
    severity: "error",
    title: "push taken back",
    words: (p: { why: string; state: string }): Wording => ({
      message: `the push was taken back: ${p.why}; ${p.state}`,
      help: "`sinbinc plan` shows what stands in the way",
    }),
  },
  SB6018: {
    severity: "error",
    title: "no password",
    words: (p: { why: string }): Wording => ({
      message: p.why,
      help: "give it by --password-file FILE or in SINBIN_PASSWORD, or run this on a terminal",
    }),
  },
  SB6019: {
    severity: "warning",
    title: "management may be shut out",
    words: (p: { address: string; port: number; how: string }): Wording => ({
      message: `whether this rule shuts out ${p.address} from port ${p.port} is not known: ${p.how}`,
      help: "the push tries a connection of its own, and takes the change back if that fails",
    }),
  },
  SB6020: {
    severity: "error",
    title: "address that cannot be banned",
    words: (p: { address: string; why: string }): Wording => ({
      message: `\`${p.address}\` is not put on any list or taken off one: ${p.why}`,
      help: "name another address, such as 203.0.113.7 or 2001:db8::/64",
    }),
  },
  SB6021: {
    severity: "error",
    title: "host not ready",
    words: (p: { device: string; why: string; help: string }): Wording => ({
      message: `${p.device} cannot be worked on: ${p.why}`,
      help: p.help,
    }),
  },
  SB6022: {
    severity: "warning",
    title: "entries without room",
    words: (p: { what: string }): Wording => ({
      message: p.what,
      help: "give the list a larger `max`, or let some run out first",
    }),
  },
  SB6030: {
    severity: "error",
    title: "another version than was named",
    words: (p: { device: string; found: string; named: string; path: string }): Wording => ({
      message: `${p.device} runs ${p.found}, and ${p.path} says ${p.named}; nothing was changed`,
      help: "see that it is the right device; if it is, correct its `target-version`",
    }),
  },
  SB6031: {
    severity: "error",
    title: "another plan than was shown",
    words: (p: { device: string }): Wording => ({
      message: `${p.device} has changed since the plan was shown; nothing was changed there by this push`,
      help: "push again; it plans from what is there then",
    }),
  },
  SB6032: {
    severity: "error",
    title: "canary not well",
    words: (p: { device: string; why: string }): Wording => ({
      message: `${p.device} went first and is not well: ${p.why}; the others were not begun`,
      help: "`sinbinc status` shows how it stands; put it right, then push again",
    }),
  },
  SB7001: {
    severity: "error",
    title: "places against the order of the file",
    words: (p: { chain: string; earlier: string }): Wording => ({
      message: `on the router \`${p.chain}\` would come before \`${p.earlier}\``,
      caption: "comes earlier there, later here",
      help: "write the chains of a hook in the order of their places: first, after, last",
    }),
  },
  SB7002: {
    severity: "error",
    title: "not nftables text of a policy",
    words: (p: { expected: string; found: string }): Wording => ({
      message: `expected ${p.expected}, found ${p.found}`,
      caption: `expected ${p.expected}`,
      help: "only the text that sinbinc writes, and what `nft list table` shows of it, can be read back",
    }),
  },
  SB7003: {
    severity: "error",
    title: "not a RouterOS script",
    words: (p: { what: string }): Wording => ({
      message: `this is no RouterOS script: ${p.what}`,
      help: "give what `/export` or `sinbinc compile` wrote, unchanged",
    }),
  },
  SB7004: {
    severity: "error",
    title: "not RouterOS text of a policy",
    words: (p: { what: string }): Wording => ({
      message: `sinbinc did not write this: ${p.what}`,
      help: "only the text that sinbinc writes can be read back; compile the policy again",
    }),
  },
  SB8001: {
    severity: "error",
    title: "no file of devices",
    words: (p: { what: string; syntax: string }): Wording => ({
      message: `this is not ${p.syntax}: ${p.what}`,
      help: "a small whole one stands on the page of this message",
    }),
  },
  SB8002: {
    severity: "error",
    title: "unknown key",
    words: (p: { key: string; known: string }): Wording => ({
      message: `the file of devices has no key \`${p.key}\` here`,
      help: `there are: ${p.known}`,
    }),
  },
  SB8003: {
    severity: "error",
    title: "wrong value",
    words: (p: { expected: string }): Wording => ({
      message: `expected ${p.expected}`,
      help: "the keys and what they take stand in docs/fleets.md",
    }),
  },
  SB8004: {
    severity: "error",
    title: "missing key",
    words: (p: { key: string; owner: string; expected: string }): Wording => ({
      message: `${p.owner} has no \`${p.key}\``,
      help: `it is ${p.expected}`,
    }),
  },
  SB8005: {
    severity: "error",
    title: "password in the file of devices",
    words: (): Wording => ({
      message:
        "a password has no place in this file, which is copied, shared and kept in repositories",
      help: "put it into a file of its own and name that: `password-file`; or give it in SINBIN_PASSWORD, or when asked",
    }),
  },
  SB8006: {
    severity: "error",
    title: "name that cannot be given",
    words: (p: { name: string }): Wording => ({
      message: `\`${p.name}\` cannot be the name of a device`,
      help: "names are letters, digits, `.`, `_` and `-`, and begin with a letter or a digit",
    }),
  },
  SB8007: {
    severity: "error",
    title: "key without use",
    words: (p: { key: string; kinds: string }): Wording => ({
      message: `this device has no use for \`${p.key}\``,
      help: `it is for ${p.kinds}`,
    }),
  },
} as const;

/** What people can do about a router's words. */
function helpForRefusal(message: string): string {
  if (message.includes("permission")) {
    return "give the user's group the policies `api`, `read` and `write`";
  }
  if (/disk|space|memory/u.test(message)) {
    return "make room on the router (`/system resource print`, `/file print`), then push again";
  }
  return "push again; if that is refused as well, `sinbinc plan` shows what it would do";
}

export type Code = keyof typeof catalog;

/** What must be known to word a diagnostic. */
export type Params<C extends Code> =
  Parameters<(typeof catalog)[C]["words"]> extends [infer P] ? P : Record<string, never>;

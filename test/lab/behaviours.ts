import type { LabOptions } from "../../targets/routeros/lab/index.js";

/** Something RouterOS does, where it is known from, and the talk that shows it. */
export interface Behaviour {
  readonly name: string;
  readonly fact: string;
  readonly version: string;
  readonly options?: LabOptions;
  /** Who logs in, with an empty password; nobody for the empty name. */
  readonly as?: string;
  /**
   * What is said and the sentences of the reply, whole or as a pattern. `2: …` is said by a second connection,
   * `2: close` ends it, `+2000` lets so many milliseconds go by.
   */
  readonly script: readonly (readonly [say: string, ...hear: readonly (string | RegExp)[]])[];
}

const filter = "/ip/firewall/filter";

const lists = "/ip/firewall/address-list";
const lists6 = "/ipv6/firewall/address-list";

const survey = "a survey of RouterOS 7.23.7's REST answers (mtha, docs)";

export const behaviours: readonly Behaviour[] = [
  {
    name: "add gives the new row's id, and the row is read back with all that is always there",
    fact: "TIK: `add` returns `!done =ret=*ID`; facts 2, read-back",
    version: "7.24",
    script: [
      [`${filter}/add =chain=input`, "!done =ret=*1"],
      [`${filter}/add =chain=input =action=drop`, "!done =ret=*2"],
      [
        `${filter}/print`,
        "!re =.id=*1 =chain=input =action=accept =bytes=0 =packets=0 =log=false =log-prefix= =disabled=false =invalid=false =dynamic=false",
        /^!re =\.id=\*2 =chain=input =action=drop /u,
        "!done",
      ],
    ],
  },
  {
    name: "place-before puts a row before another",
    fact: "INS: `add` takes place-before in filter, raw, mangle",
    version: "7.16",
    script: [
      [`${filter}/add =chain=input =comment=one`, "!done =ret=*1"],
      [`${filter}/add =chain=input =comment=two =place-before=*1`, "!done =ret=*2"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*2", "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "move goes before its destination, and to the end without one",
    fact: "INS, TIK findings-rest-api.md: inserted BEFORE destination; none is the end",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/add =chain=a`, "!done =ret=*2"],
      [`${filter}/add =chain=a`, "!done =ret=*3"],
      [`${filter}/move =numbers=*3 =destination=*1`, "!done"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*3", "!re =.id=*1", "!re =.id=*2", "!done"],
      [`${filter}/move =.id=*3`, "!done"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*1", "!re =.id=*2", "!re =.id=*3", "!done"],
    ],
  },
  {
    name: "set, unset and remove take ids, several with commas",
    fact: "DOC api: set/remove/unset take =numbers= or =.id=, comma list allowed",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =src-address=192.0.2.1`, "!done =ret=*1"],
      [`${filter}/add =chain=a =src-address=192.0.2.2`, "!done =ret=*2"],
      [`${filter}/set =.id=*1,*2 =action=drop`, "!done"],
      [`${filter}/unset =numbers=*2 =value-name=src-address`, "!done"],
      [
        `${filter}/print =.proplist=action,src-address`,
        "!re =action=drop =src-address=192.0.2.1",
        "!re =action=drop",
        "!done",
      ],
      [`${filter}/remove =.id=*1,*2`, "!done"],
      [`${filter}/print`, "!empty", "!done"],
    ],
  },
  {
    name: "a missing id traps, and changes nothing of a list of ids",
    fact: "centrs routeros-errors.ts: `no such item`; category 0 missing item [DOC]",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/remove =.id=*1,*9`, "!trap =category=0 =message=no such item", "!done"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "an unknown parameter traps",
    fact: "centrs routeros-errors.ts: `unknown parameter <name>`",
    version: "7.24",
    script: [
      [
        `${filter}/add =chain=a =colour=red`,
        "!trap =category=0 =message=unknown parameter colour",
        "!done",
      ],
    ],
  },
  {
    name: "a value that is none of an enumeration traps with category 1",
    fact: "DOC api: `input does not match any value of interface`, category 1",
    version: "7.24",
    script: [
      [
        `${filter}/add =chain=a =in-interface=ether99`,
        "!trap =category=1 =message=input does not match any value of interface",
        "!done",
      ],
    ],
  },
  {
    name: "an entry that is there already traps",
    fact: "CSB addresslist.go, issue 14: `failure: already have such entry`",
    version: "7.24",
    script: [
      [`${lists}/add =list=bin =address=192.0.2.1`, "!done =ret=*1"],
      [
        `${lists}/add =list=bin =address=192.0.2.1/32 =comment=other`,
        "!trap =message=failure: already have such entry",
        "!done",
      ],
      [`${lists}/add =list=other =address=192.0.2.1`, "!done =ret=*2"],
    ],
  },
  {
    name: "an IPv6 host comes back with /128",
    fact: "CSB addresslist.go NormalizeAddress; mikrotik-mcp PR 93",
    version: "7.24",
    script: [
      [`${lists6}/add =list=bin =address=2001:DB8:0::1`, "!done =ret=*1"],
      [`${lists6}/print =.proplist=address`, "!re =address=2001:db8::1/128", "!done"],
    ],
  },
  {
    name: "an entry's timer runs down, and takes it away",
    fact: "facts 2: entry `timeout` counts down; times as 1w2d3h4m5s",
    version: "7.24",
    script: [
      [`${lists}/add =list=bin =address=192.0.2.1 =timeout=90`, "!done =ret=*1"],
      [`${lists}/print =.proplist=timeout,dynamic`, "!re =timeout=1m30s =dynamic=true", "!done"],
      ["+30000"],
      [`${lists}/print =.proplist=timeout`, "!re =timeout=1m", "!done"],
      ["+60000"],
      [`${lists}/print`, "!empty", "!done"],
    ],
  },
  {
    name: "address lists have no move, no unset and no place-before",
    fact: "INS: /ip firewall address-list has none of them",
    version: "7.24",
    script: [
      [`${lists}/move =numbers=*1`, "!trap =category=0 =message=no such command", "!done"],
      [`${lists}/unset =numbers=*1`, "!trap =category=0 =message=no such command", "!done"],
      [
        `${lists}/add =list=a =address=192.0.2.1 =place-before=*1`,
        "!trap =category=0 =message=unknown parameter place-before",
        "!done",
      ],
    ],
  },
  {
    name: "nothing to tell is told from 7.18",
    fact: "DOC api; pear2/Net_RouterOS PR 80: !empty, then !done",
    version: "7.18",
    script: [[`${filter}/print`, "!empty", "!done"]],
  },
  {
    name: "nothing to tell is not told before 7.18",
    fact: "DOC api: !empty since 7.18",
    version: "7.17",
    script: [[`${filter}/print`, "!done"]],
  },
  {
    name: "another's rows are not moved before themselves",
    fact: `${survey}: \`failure: can not move object before itself\``,
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [
        `${filter}/move =numbers=*1 =destination=*1`,
        "!trap =message=failure: can not move object before itself",
        "!done",
      ],
    ],
  },
  {
    name: "safe mode is undone two seconds after its session has gone",
    fact: "TIK ApiConnection.cs, SafeModeTest.cs: bound to the session, about 2 s after close",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=old`, "!done =ret=*1"],
      ["2: /safe-mode/take", "!done"],
      [`2: ${filter}/set =.id=*1 =comment=new`, "!done"],
      [`2: ${filter}/add =chain=b`, "!done =ret=*2"],
      ["2: close"],
      ["+1900"],
      [`${filter}/print =.proplist=comment`, "!re =comment=new", "!re", "!done"],
      ["+100"],
      [`${filter}/print =.proplist=comment`, "!re =comment=old", "!done"],
    ],
  },
];

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

  // Signing in and the protocol
  {
    name: "nothing is answered before login",
    fact: "DOC api: !fatal closes the connection, its text a bare word",
    version: "7.24",
    as: "",
    script: [[`${filter}/print`, "!fatal not logged in"]],
  },
  {
    name: "a wrong password traps, and the connection stays",
    fact: "node-routeros, centrs native-api.test.ts: `invalid user name or password (6)`",
    version: "7.24",
    as: "",
    options: { users: [{ name: "admin", password: "right", group: "full" }] },
    script: [
      [
        "/login =name=admin =password=wrong",
        "!trap =message=invalid user name or password (6)",
        "!done",
      ],
      ["/login =name=admin =password=right", "!done"],
      [`${filter}/print`, "!empty", "!done"],
    ],
  },
  {
    name: "somebody unknown is told the same as a wrong password",
    fact: "node-routeros: `invalid user name or password (6)`",
    version: "6.49",
    as: "",
    script: [
      [
        "/login =name=nobody =password=",
        "!trap =message=invalid user name or password (6)",
        "!done",
      ],
    ],
  },
  {
    name: "a user whose group has no api policy can't log in",
    fact: "facts 2: user group policy `api,read,write` is what the API needs",
    version: "7.24",
    as: "",
    options: { users: [{ name: "web", password: "", group: "web,read,write" }] },
    script: [
      ["/login =name=web =password=", "!trap =message=invalid user name or password (6)", "!done"],
    ],
  },
  {
    name: "the old login gives a challenge",
    fact: "DOC api: old /login gives !done =ret=<32 hex>",
    version: "6.49",
    as: "",
    options: { login: "challenge" },
    script: [
      ["/login", /^!done =ret=[0-9a-f]{32}$/u],
      [
        "/login =name=admin =response=0000000000000000000000000000000000",
        "!trap =message=invalid user name or password (6)",
        "!done",
      ],
    ],
  },
  {
    name: "every sentence of a reply carries the tag",
    fact: "DOC api: .tag is an API attribute, returned with every reply",
    version: "7.24",
    script: [
      [`${filter}/print .tag=seven`, "!empty .tag=seven", "!done .tag=seven"],
      [`${filter}/add =chain=a .tag=8`, "!done =ret=*1 .tag=8"],
      [
        `${filter}/remove =.id=*7 .tag=9`,
        "!trap =category=0 =message=no such item .tag=9",
        "!done .tag=9",
      ],
    ],
  },
  {
    name: "quit ends the connection with a fatal word",
    fact: "DOC api: !fatal, payload is a bare word",
    version: "7.24",
    script: [["/quit", "!fatal session terminated on request"]],
  },
  {
    name: "an unknown menu is no command prefix",
    fact: "centrs routeros-errors.ts: `no such command prefix`",
    version: "7.24",
    script: [
      ["/ip/firewall/nonsense/print", "!trap =category=0 =message=no such command prefix", "!done"],
    ],
  },
  {
    name: "an unknown command of a menu is no command",
    fact: "centrs routeros-errors.ts: `no such command`; category 0 [DOC]",
    version: "7.24",
    script: [[`${filter}/explode`, "!trap =category=0 =message=no such command", "!done"]],
  },
  {
    name: "what RouterOS has and the lab has not is said, not faked",
    fact: "INS: /ip firewall filter has `export`, which the API can't do anyhow",
    version: "7.24",
    script: [
      [
        `${filter}/export`,
        "!trap =message=this lab does not model /ip/firewall/filter/export",
        "!done",
      ],
    ],
  },
  {
    name: "a name given twice counts as it was given last",
    fact: "facts 3.9: the npm client sends a word twice; which one wins is inferred",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =chain=b`, "!done =ret=*1"],
      [`${filter}/print =.proplist=chain`, "!re =chain=b", "!done"],
    ],
  },
  {
    name: "the version is told with its channel",
    fact: `${survey}: version includes the channel`,
    version: "7.20",
    script: [["/system/resource/print =.proplist=version", "!re =version=7.20 (stable)", "!done"]],
  },
  {
    name: "the identity is read and set",
    fact: "DOC: /system identity",
    version: "7.24",
    options: { identity: "edge" },
    script: [
      ["/system/identity/print", "!re =name=edge", "!done"],
      ["/system/identity/set =name=core", "!done"],
      ["/system/identity/print", "!re =name=core", "!done"],
    ],
  },
  // Rights
  {
    name: "who may only read may not add",
    fact: "DOC scripting, centrs: `not enough permissions (9)`",
    version: "7.24",
    as: "viewer",
    options: { users: [{ name: "viewer", password: "", group: "read" }] },
    script: [
      [`${filter}/print`, "!empty", "!done"],
      [`${filter}/add =chain=a`, "!trap =message=not enough permissions (9)", "!done"],
      ["/safe-mode/take", "!trap =message=not enough permissions (9)", "!done"],
    ],
  },
  {
    name: "api, read and write are enough for the firewall",
    fact: "crowdsec mikrotik bouncer docs: group policy api,read,write",
    version: "7.24",
    as: "robot",
    options: { users: [{ name: "robot", password: "", group: "api,read,write" }] },
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "who may only write may not read",
    fact: "DOC user: policies read and write are apart",
    version: "7.24",
    as: "blind",
    options: { users: [{ name: "blind", password: "", group: "api,write" }] },
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/print`, "!trap =message=not enough permissions (9)", "!done"],
    ],
  },
  // Queries
  {
    name: "queries: has, has not, equal, less, more",
    fact: "DOC api: ?k ?-k ?k=v ?<k=v ?>k=v",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =protocol=tcp =dst-port=22 =comment=x`, "!done =ret=*1"],
      [`${filter}/add =chain=b =random=7`, "!done =ret=*2"],
      [`${filter}/print =.proplist=.id ?comment`, "!re =.id=*1", "!done"],
      [`${filter}/print =.proplist=.id ?-comment`, "!re =.id=*2", "!done"],
      [`${filter}/print =.proplist=.id ?chain=b`, "!re =.id=*2", "!done"],
      [`${filter}/print =.proplist=.id ?=chain=a`, "!re =.id=*1", "!done"],
      [`${filter}/print =.proplist=.id ?<random=10`, "!re =.id=*2", "!done"],
      [`${filter}/print =.proplist=.id ?>random=10`, "!empty", "!done"],
      [`${filter}/print =.proplist=.id ?>comment=`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "queries one after the other must all hold",
    fact: "DOC api: query words, what is left on the stack",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =action=drop`, "!done =ret=*1"],
      [`${filter}/add =chain=a`, "!done =ret=*2"],
      [`${filter}/print =.proplist=.id ?chain=a ?action=drop`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "queries are joined by operations",
    fact: "DOC api: ?#| ?#& ?#! and indexes of the stack",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/add =chain=b`, "!done =ret=*2"],
      [`${filter}/add =chain=c`, "!done =ret=*3"],
      [
        `${filter}/print =.proplist=.id ?chain=a ?chain=b ?#|`,
        "!re =.id=*1",
        "!re =.id=*2",
        "!done",
      ],
      [`${filter}/print =.proplist=.id ?chain=a ?chain=b ?#|!`, "!re =.id=*3", "!done"],
      [`${filter}/print =.proplist=.id ?chain=a ?chain=b ?#&`, "!empty", "!done"],
      [`${filter}/print =.proplist=.id ?chain=a ?#.&`, "!re =.id=*1", "!done"],
      [`${filter}/print =.proplist=.id ?chain=a ?chain=b ?#1`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "queries know rows by id",
    fact: "facts 3.10: clients print ?.id=*X",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/add =chain=b`, "!done =ret=*2"],
      [`${filter}/print =.proplist=chain ?.id=*2`, "!re =chain=b", "!done"],
    ],
  },
  {
    name: "queries are for print: set wants ids",
    fact: "DOC api: set takes no query; devices answer `missing =.id=`",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/set =comment=x ?chain=a`, "!trap =category=0 =message=missing =.id=", "!done"],
      [`${filter}/remove ?chain=a`, "!trap =category=0 =message=missing =.id=", "!done"],
      [`${filter}/print =.proplist=.id,comment`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "a property that is not in a row is left out by .proplist",
    fact: "DOC api: .proplist; a property absent from an item is unset",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/print =.proplist=.id,comment,src-address`, "!re =.id=*1", "!done"],
      [`${filter}/print .proplist=chain`, "!re =chain=a", "!done"],
    ],
  },
  {
    name: "count-only gives a number and no rows",
    fact: "INS: print has count-only; its form over the API is inferred",
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=192.0.2.1`, "!done =ret=*1"],
      [`${lists}/add =list=b =address=192.0.2.1`, "!done =ret=*2"],
      [`${lists}/print =count-only= ?list=b`, "!done =ret=1"],
    ],
  },
  // Rows
  {
    name: "add wants a chain",
    fact: "DOC filter: chain is MANDATORY; `missing =…=` as for other menus",
    version: "7.24",
    script: [[`${filter}/add =action=drop`, "!trap =category=0 =message=missing =chain=", "!done"]],
  },
  {
    name: "ids are not given twice",
    fact: "facts 2: use *ID; an id that vanished is `no such item`",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/remove =.id=*1`, "!done"],
      [`${filter}/add =chain=a`, "!done =ret=*2"],
      [`${filter}/set =.id=*1 =comment=x`, "!trap =category=0 =message=no such item", "!done"],
    ],
  },
  {
    name: "ids are hexadecimal",
    fact: `${survey}: .id is *<hex>, such as *E, *1A`,
    version: "7.24",
    script: [
      ...Array.from(
        { length: 10 },
        (_, index) =>
          [
            `${filter}/add =chain=a`,
            `!done =ret=*${(index + 1).toString(16).toUpperCase()}`,
          ] as const,
      ),
    ],
  },
  {
    name: "a console's number of a row is no id",
    fact: "facts 2: console numbers are session-bound; that the API knows none is inferred",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/remove =numbers=0`, "!trap =category=0 =message=no such item", "!done"],
    ],
  },
  {
    name: "enable and disable",
    fact: "DOC api: enable/disable take ids; booleans come back true and false",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =disabled=yes`, "!done =ret=*1"],
      [`${filter}/print =.proplist=disabled`, "!re =disabled=true", "!done"],
      [`${filter}/enable =numbers=*1`, "!done"],
      [`${filter}/print =.proplist=disabled`, "!re =disabled=false", "!done"],
      [`${filter}/disable =.id=*1`, "!done"],
      [`${filter}/print =.proplist=.id ?disabled=true`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "set takes no place-before",
    fact: `${survey}: place-before is for add only, \`unknown parameter place-before\``,
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [
        `${filter}/set =.id=*1 =place-before=*1`,
        "!trap =category=0 =message=unknown parameter place-before",
        "!done",
      ],
    ],
  },
  {
    name: "place-before an id that is not there adds nothing",
    fact: "centrs: `no such item`; PUSH: the anchor may vanish",
    version: "7.24",
    script: [
      [
        `${filter}/add =chain=a =place-before=*5`,
        "!trap =category=0 =message=no such item",
        "!done",
      ],
      [`${filter}/print`, "!empty", "!done"],
    ],
  },
  {
    name: "several rows move as a block, in the order given",
    fact: `${survey}: *E,*D moves both before destination in the order given`,
    version: "7.24",
    script: [
      ...["*1", "*2", "*3"].map((id) => [`${filter}/add =chain=a`, `!done =ret=${id}`] as const),
      [`${filter}/move =numbers=*3,*2 =destination=*1`, "!done"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*3", "!re =.id=*2", "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "a moved row keeps its id, and a vanished destination is the end",
    fact: `${survey}: destination *FFFF moves to the end, silently`,
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/add =chain=a`, "!done =ret=*2"],
      [`${filter}/move =numbers=*1 =destination=*FFFF`, "!done"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*2", "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "a rule moves among those of another chain",
    fact: `${survey}: the table is one list`,
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [`${filter}/add =chain=b`, "!done =ret=*2"],
      [`${filter}/move =numbers=*2 =destination=*1`, "!done"],
      [`${filter}/print =.proplist=chain`, "!re =chain=b", "!re =chain=a", "!done"],
    ],
  },
  {
    name: "copy-from takes over all but what is given",
    fact: "INS: add has copy-from",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =src-address=192.0.2.1 =action=drop`, "!done =ret=*1"],
      [`${filter}/add =copy-from=*1 =chain=b`, "!done =ret=*2"],
      [
        `${filter}/print =.proplist=chain,action,src-address ?.id=*2`,
        "!re =chain=b =action=drop =src-address=192.0.2.1",
        "!done",
      ],
    ],
  },
  {
    name: "a comment that is nothing is no comment",
    fact: `${survey}: comment is omitted when there is none, never empty`,
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=x`, "!done =ret=*1"],
      [`${filter}/set =.id=*1 =comment=`, "!done"],
      [`${filter}/print =.proplist=.id ?comment`, "!empty", "!done"],
    ],
  },
  {
    name: "a chain can't be unset",
    fact: "INS: unset takes value-name of those that may be unset",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      [
        `${filter}/unset =numbers=*1 =value-name=chain`,
        "!trap =category=1 =message=input does not match any value of value-name",
        "!done",
      ],
      [`${filter}/unset =numbers=*1`, "!trap =category=0 =message=missing =value-name=", "!done"],
    ],
  },
  {
    name: "bytes of a comment come back as they were sent",
    fact: "facts 3.7: what a client makes of bytes is its own affair",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=caf\u00e9 \u0081\u00c3\u00a9`, "!done =ret=*1"],
      [`${filter}/print =.proplist=comment`, "!re =comment=caf\u00e9 \u0081\u00c3\u00a9", "!done"],
    ],
  },
  {
    name: "the dummy row of fasttrack stands first and can't be changed",
    fact: "CSB moveRuleToTop; pear2/Net_RouterOS issue 36: `failure: cannot change builtin`",
    version: "7.24",
    options: { fasttrack: true },
    script: [
      [`${filter}/add =chain=forward`, "!done =ret=*1"],
      [
        `${filter}/print =.proplist=.id,dynamic`,
        "!re =.id=*FFFFFFFF =dynamic=true",
        "!re =.id=*1 =dynamic=false",
        "!done",
      ],
      [
        `${filter}/disable =.id=*FFFFFFFF`,
        "!trap =message=failure: cannot change builtin",
        "!done",
      ],
      [
        `${filter}/move =numbers=*1 =destination=*FFFFFFFF`,
        "!trap =message=failure: cannot change builtin",
        "!done",
      ],
      [
        `${filter}/add =chain=forward =place-before=*FFFFFFFF`,
        "!trap =message=failure: cannot change builtin",
        "!done",
      ],
    ],
  },
  {
    name: "a jump to a chain that is not there is taken, and invalid",
    fact: `mikrotik-mcp issue 137 (flag I); ${survey}: a soft reference`,
    version: "7.24",
    script: [
      [`${filter}/add =chain=input =action=jump =jump-target=later`, "!done =ret=*1"],
      [`${filter}/print =.proplist=invalid`, "!re =invalid=true", "!done"],
      [`${filter}/add =chain=later`, "!done =ret=*2"],
      [`${filter}/print =.proplist=invalid ?.id=*1`, "!re =invalid=false", "!done"],
    ],
  },
  {
    name: "with quirks, defaults that nobody wrote are not shown",
    fact: `${survey}: disabled, log and log-prefix depend on how the rule was written`,
    version: "7.24",
    options: { quirks: true },
    script: [
      [`${filter}/add =chain=input`, "!done =ret=*1"],
      [
        `${filter}/print`,
        "!re =.id=*1 =chain=input =action=accept =bytes=0 =packets=0 =invalid=false =dynamic=false",
        "!done",
      ],
      [`${filter}/enable =.id=*1`, "!done"],
      [`${filter}/print =.proplist=disabled`, "!re =disabled=false", "!done"],
    ],
  },
  {
    name: "with quirks, rules of a chain that nobody jumps to are invalid but the first",
    fact: `${survey}: \`invalid\` is not a usable signal on rules`,
    version: "7.24",
    options: { quirks: true },
    script: [
      [`${filter}/add =chain=new`, "!done =ret=*1"],
      [`${filter}/add =chain=new`, "!done =ret=*2"],
      [`${filter}/print =.proplist=invalid`, "!re =invalid=false", "!re =invalid=true", "!done"],
    ],
  },
  // Values
  ...refused("an action of another table", "raw has no reject, no tarpit [INS deep, DOC]", "7.24", [
    [
      "/ip/firewall/raw",
      "=chain=prerouting =action=reject",
      "input does not match any value of action",
    ],
    [
      "/ip/firewall/raw",
      "=chain=prerouting =action=tarpit",
      "input does not match any value of action",
    ],
    [
      "/ipv6/firewall/filter",
      "=chain=input =action=tarpit",
      "input does not match any value of action",
    ],
  ]),
  ...refused(
    "a property of another table",
    "facts 1: raw lacks connection-state, connection-limit [INS diff]",
    "7.24",
    [
      [
        "/ip/firewall/raw",
        "=chain=prerouting =connection-state=new",
        "unknown parameter connection-state",
      ],
      [
        "/ip/firewall/raw",
        "=chain=prerouting =connection-limit=5,32",
        "unknown parameter connection-limit",
      ],
      ["/ipv6/firewall/filter", "=chain=input =psd=21,3s,3,1", "unknown parameter psd"],
      ["/ip/firewall/filter", "=chain=input =hop-limit=equal:1", "unknown parameter hop-limit"],
      ["/ip/firewall/filter", "=chain=input =passthrough=yes", "unknown parameter passthrough"],
    ],
  ),
  ...refused("a property of later versions", "facts 1: tos appears by 7.22.3 [INS]", "7.20", [
    ["/ip/firewall/filter", "=chain=input =tos=4", "unknown parameter tos"],
  ]),
  ...refused("random outside 1..99", "DOC grammar num [1 .. 99], no negation", "7.24", [
    ["/ip/firewall/filter", "=chain=input =random=0", "value of random out of range (1..99)"],
    ["/ip/firewall/filter", "=chain=input =random=100", "value of random out of range (1..99)"],
    ["/ip/firewall/filter", "=chain=input =random=!5", "invalid value for argument random"],
    ["/ip/firewall/filter", "=chain=input =random=1.5", "invalid value for argument random"],
  ]),
  ...refused("a psd that is none", "DOC grammar num,time,num,num; no negation", "7.24", [
    ["/ip/firewall/filter", "=chain=input =psd=21,3s,3", "invalid value for argument psd"],
    ["/ip/firewall/filter", "=chain=input =psd=!21,3s,3,1", "invalid value for argument psd"],
  ]),
  ...refused("rates that are none", "DOC grammar: limit 1..32e9, dst-limit not negatable", "7.24", [
    [
      "/ip/firewall/filter",
      "=chain=input =limit=0,5:packet",
      "value of limit out of range (1..32000000000)",
    ],
    ["/ip/firewall/filter", "=chain=input =limit=5", "invalid value for argument limit"],
    [
      "/ip/firewall/filter",
      "=chain=input =limit=5,5:frame",
      "input does not match any value of limit",
    ],
    [
      "/ip/firewall/filter",
      "=chain=input =dst-limit=!5,5,src-address",
      "invalid value for argument dst-limit",
    ],
    [
      "/ip/firewall/filter",
      "=chain=input =dst-limit=5,5,source",
      "input does not match any value of dst-limit",
    ],
  ]),
  ...refused(
    "ports without TCP or UDP",
    "DOC filter: applicable only if protocol is TCP or UDP; devices' text",
    "7.24",
    [
      [
        "/ip/firewall/filter",
        "=chain=input =dst-port=22",
        "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =protocol=icmp =port=22",
        "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =protocol=!tcp =src-port=22",
        "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
      ],
    ],
  ),
  ...refused(
    "ports that are none, or too many",
    "DOC grammar range [.. 65535]; iptables multiport holds 15",
    "7.24",
    [
      [
        "/ip/firewall/filter",
        "=chain=input =protocol=tcp =dst-port=70000",
        "value of dst-port out of range (0..65535)",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =protocol=tcp =dst-port=ssh",
        "invalid value for argument dst-port",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =protocol=tcp =dst-port=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16",
        "invalid value for argument dst-port",
      ],
    ],
  ),
  ...refused(
    "a jump without target",
    "mikrotik-mcp issue 137: `failure: no target chain specified`",
    "7.24",
    [
      ["/ip/firewall/filter", "=chain=forward =action=jump", "failure: no target chain specified"],
      [
        "/ipv6/firewall/filter",
        "=chain=forward =action=jump",
        "failure: no target chain specified",
      ],
    ],
  ),
  ...refused(
    "tarpit for anything but TCP",
    "ipt_TARPIT.c: checkentry wants protocol=tcp, not negated; text inferred",
    "7.24",
    [
      ["/ip/firewall/filter", "=chain=input =action=tarpit", "failure: tarpit works only with tcp"],
      [
        "/ip/firewall/filter",
        "=chain=input =action=tarpit =protocol=!tcp",
        "failure: tarpit works only with tcp",
      ],
    ],
  ),
  ...refused(
    "what belongs to one protocol with another",
    "DOC filter: tcp-flags, icmp-options, tcp-reset; texts inferred",
    "7.24",
    [
      [
        "/ip/firewall/filter",
        "=chain=input =tcp-flags=syn",
        "failure: tcp-flags works only with tcp",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =protocol=tcp =icmp-options=8:0",
        "failure: icmp-options can be specified if proto is icmp",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =action=reject =reject-with=tcp-reset",
        "failure: tcp-reset works only with tcp",
      ],
      [
        "/ip/firewall/filter",
        "=chain=input =action=add-src-to-address-list",
        "failure: no address list specified",
      ],
    ],
  ),
  ...refused("addresses that are none", "DOC grammar ipRange, ip6Prefix", "7.24", [
    [
      "/ip/firewall/filter",
      "=chain=input =src-address=300.0.0.1",
      "invalid value for argument src-address",
    ],
    [
      "/ip/firewall/filter",
      "=chain=input =src-address=2001:db8::1",
      "invalid value for argument src-address",
    ],
    [
      "/ipv6/firewall/filter",
      "=chain=input =src-address=2001:db8::1-2001:db8::2",
      "invalid value for argument src-address",
    ],
    [
      "/ip/firewall/filter",
      "=chain=input =src-mac-address=00:11:22",
      "invalid value for argument src-mac-address",
    ],
  ]),
  ...refused("interfaces and lists that are not there", `${survey}: hard references`, "7.24", [
    [
      "/ip/firewall/filter",
      "=chain=input =in-interface=nosuch-if",
      "input does not match any value of interface",
    ],
    [
      "/ip/firewall/filter",
      "=chain=input =in-interface-list=!nosuch",
      "input does not match any value of interface-list",
    ],
  ]),
  ...refused("timeouts past 21474836 s", "DOC filter, INS: 0s..35w3d13h13m56s", "7.24", [
    [
      "/ip/firewall/filter",
      "=chain=input =action=add-src-to-address-list =address-list=a =address-list-timeout=35w3d13h13m57s",
      "invalid value for argument address-list-timeout",
    ],
    [
      "/ip/firewall/address-list",
      "=list=a =address=192.0.2.1 =timeout=249d",
      "invalid value for argument timeout",
    ],
  ]),
  ...refused(
    "a log prefix of more than 31 bytes from 7.22",
    "INS: max length 31 in 7.22.3 and 7.24",
    "7.24",
    [
      [
        "/ip/firewall/filter",
        `=chain=input =log-prefix=${"x".repeat(32)}`,
        "invalid value for argument log-prefix",
      ],
    ],
  ),
  {
    name: "a log prefix of more than 31 bytes before 7.22 is taken",
    fact: "INS: string value up to 7.20.8",
    version: "7.20",
    script: [[`${filter}/add =chain=input =log-prefix=${"x".repeat(40)}`, "!done =ret=*1"]],
  },
  {
    name: "RouterOS 6 has what its export shows, routing-table for one",
    fact: "facts 1: v6.49.2 filter has what we need; hw-offload is of 7",
    version: "6.49",
    script: [
      [
        `${filter}/add =chain=input =psd=21,3s,3,1 =random=50 =action=add-src-to-address-list =address-list=a =address-list-timeout=1d`,
        "!done =ret=*1",
      ],
      [`${filter}/add =chain=input =hw-offload=yes`, /unknown parameter hw-offload/u, "!done"],
    ],
  },
  ...readBack("7.24", [
    ["/ip/firewall/filter", "src-address", "192.0.2.1/32", "192.0.2.1", "CSB NormalizeAddress"],
    [
      "/ip/firewall/filter",
      "src-address",
      "192.0.2.0-192.0.2.255",
      "192.0.2.0/24",
      "facts 1: ranges to prefix",
    ],
    [
      "/ip/firewall/filter",
      "dst-address",
      "!192.0.2.1-192.0.2.3",
      "!192.0.2.1-192.0.2.3",
      "DOC: negatable ipRange",
    ],
    [
      "/ipv6/firewall/filter",
      "src-address",
      "2001:db8::1",
      "2001:db8::1/128",
      "CSB NormalizeAddress",
    ],
    [
      "/ip/firewall/filter",
      "connection-state",
      "new,invalid",
      "invalid,new",
      "DOC grammar: ubit; order inferred",
    ],
    ["/ip/firewall/filter", "limit", "10/60,5", "10/1m,5:packet", "DOC grammar; unit inferred"],
    [
      "/ip/firewall/filter",
      "psd",
      "21,00:00:03,3,1",
      "21,3s,3,1",
      "DOC grammar; time form of facts 2",
    ],
    [
      "/ip/firewall/filter",
      "src-mac-address",
      "00:11:22:aa:bb:cc",
      "00:11:22:AA:BB:CC",
      "DOC: as export shows",
    ],
    ["/ip/firewall/filter", "log", "yes", "true", "facts 2: booleans true/false, accepts yes/no"],
    ["/ip/firewall/filter", "connection-limit", "100,32", "100,32", "DOC grammar num,num"],
    [
      "/ip/firewall/filter",
      "address-list-timeout",
      "1000m",
      "16h40m",
      "facts 2: times as 1w2d3h4m5s",
    ],
    [
      "/ip/firewall/filter",
      "address-list-timeout",
      "0s",
      "none-dynamic",
      "DOC25: 0s is none-dynamic",
    ],
    [
      "/ip/firewall/filter",
      "address-list-timeout",
      "10d",
      "1w3d",
      "facts 2: from exports such as 1w3d",
    ],
  ]),
  // Address lists
  {
    name: "ranges of a list become a prefix where they fit",
    fact: "DOC address-list: 192.168.0.0-192.168.1.255 becomes 192.168.0.0/23",
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=192.168.0.0-192.168.1.255`, "!done =ret=*1"],
      [`${lists}/add =list=a =address=192.0.2.1-192.0.2.3`, "!done =ret=*2"],
      [
        `${lists}/print =.proplist=address`,
        "!re =address=192.168.0.0/23",
        "!re =address=192.0.2.1-192.0.2.3",
        "!done",
      ],
    ],
  },
  {
    name: "what is no address is a DNS name",
    fact: "mikrotik-mcp issue 148, PR 149: taken as a DNS name, typos too",
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=exmaple.com`, "!done =ret=*1"],
      [`${lists}/print =.proplist=address`, "!re =address=exmaple.com", "!done"],
    ],
  },
  {
    name: "an IPv6 address in the IPv4 list is not a valid dns name",
    fact: "pwlgrzs/Mikrotik-Blacklist issue 8: `failure: 2001:... is not a valid dns name`",
    version: "7.24",
    script: [
      [
        `${lists}/add =list=a =address=2001:db8::1`,
        "!trap =message=failure: 2001:db8::1 is not a valid dns name",
        "!done",
      ],
    ],
  },
  {
    name: "a timed twin of an entry is refused too",
    fact: `${survey}: the same pair with a timeout is a duplicate`,
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=192.0.2.1 =timeout=1h`, "!done =ret=*1"],
      [`${lists}/add =list=a =address=192.0.2.1`, /already have such entry/u, "!done"],
      ["+3600000"],
      [`${lists}/add =list=a =address=192.0.2.1`, "!done =ret=*2"],
    ],
  },
  {
    name: "overlapping prefixes of a list stand side by side",
    fact: `${survey}: 10.10.10.0/24 beside 10.10.10.10`,
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=10.10.10.0/24`, "!done =ret=*1"],
      [`${lists}/add =list=a =address=10.10.10.10`, "!done =ret=*2"],
    ],
  },
  {
    name: "an entry shows all that is always there",
    fact: `${survey}: creation-time and disabled always, timeout where there is one`,
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=192.0.2.1 =comment=x`, "!done =ret=*1"],
      [
        `${lists}/print`,
        "!re =.id=*1 =list=a =address=192.0.2.1 =creation-time=2026-01-01 00:00:00 =dynamic=false =disabled=false =comment=x",
        "!done",
      ],
    ],
  },
  {
    name: "dates were written otherwise before 7.10",
    fact: "DOC: date format changed to 2026-01-01 in 7.10",
    version: "7.9",
    script: [
      [`${lists}/add =list=a =address=192.0.2.1`, "!done =ret=*1"],
      [
        `${lists}/print =.proplist=creation-time`,
        "!re =creation-time=jan/01/2026 00:00:00",
        "!done",
      ],
    ],
  },
  {
    name: "an entry's comment is set without touching its timer",
    fact: "facts 2: timeout counts down; that set leaves it is inferred",
    version: "7.24",
    script: [
      [`${lists}/add =list=a =address=192.0.2.1 =timeout=1h`, "!done =ret=*1"],
      ["+600000"],
      [`${lists}/set =.id=*1 =comment=x`, "!done"],
      [`${lists}/print =.proplist=timeout,comment`, "!re =timeout=50m =comment=x", "!done"],
      [`${lists}/set =.id=*1 =timeout=2h`, "!done"],
      [`${lists}/print =.proplist=timeout`, "!re =timeout=2h", "!done"],
    ],
  },
  {
    name: "an entry wants a list and an address",
    fact: "DOC address-list: list is MANDATORY; `missing =list=` is a device's text",
    version: "7.24",
    script: [
      [`${lists}/add =address=192.0.2.1`, "!trap =category=0 =message=missing =list=", "!done"],
      [`${lists}/add =list=a`, "!trap =category=0 =message=missing =address=", "!done"],
    ],
  },
  // Safe mode
  {
    name: "there is no safe mode to take before 7.18",
    fact: "INS: /safe-mode in 7.18.2 and newer, not in 7.16.2",
    version: "7.16",
    script: [["/safe-mode/take", "!trap =category=0 =message=no such command prefix", "!done"]],
  },
  {
    name: "released changes stay when the session goes",
    fact: "TIK SafeModeTest.cs: release keeps the changes",
    version: "7.18",
    script: [
      ["2: /safe-mode/take", "!done"],
      [`2: ${filter}/add =chain=a`, "!done =ret=*1"],
      ["2: /safe-mode/release", "!done"],
      ["2: close"],
      ["+10000"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "unroll undoes at once, in order, and leaves safe mode",
    fact: "TIK: SafeModeUnroll discards while staying connected",
    version: "7.24",
    script: [
      ...["*1", "*2", "*3"].map(
        (id) => [`${filter}/add =chain=a =comment=${id}`, `!done =ret=${id}`] as const,
      ),
      ["/safe-mode/take", "!done"],
      [`${filter}/move =numbers=*3 =destination=*1`, "!done"],
      [`${filter}/set =.id=*2 =action=drop`, "!done"],
      [`${filter}/remove =.id=*2`, "!done"],
      ["/safe-mode/unroll", "!done"],
      [
        `${filter}/print =.proplist=comment,action`,
        "!re =action=accept =comment=*1",
        "!re =action=accept =comment=*2",
        "!re =action=accept =comment=*3",
        "!done",
      ],
      ["/safe-mode/get", "!done =ret=false"],
    ],
  },
  {
    name: "a row that undoing brings back has another id",
    fact: "PUSH 3: read the ids again; that they change is inferred, and the harder case",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      ["/safe-mode/take", "!done"],
      [`${filter}/remove =.id=*1`, "!done"],
      ["/safe-mode/unroll", "!done"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*2", "!done"],
    ],
  },
  {
    name: "another session's changes are undone too",
    fact: "TIK Docs/findings-winbox.md: changes by OTHER sessions are undone too",
    version: "7.24",
    script: [
      ["2: /safe-mode/take", "!done"],
      [`${filter}/add =chain=mine`, "!done =ret=*1"],
      ["2: close"],
      ["+2000"],
      [`${filter}/print`, "!empty", "!done"],
    ],
  },
  {
    name: "nobody takes what another holds, nor what is still to be undone",
    fact: "TIK: a stale hold can block the next take; the text is inferred",
    version: "7.24",
    script: [
      ["2: /safe-mode/take", "!done"],
      ["/safe-mode/take", /^!trap =message=failure: safe mode is already taken/u, "!done"],
      ["2: close"],
      ["+1000"],
      ["/safe-mode/take", /^!trap =message=failure: safe mode is already taken/u, "!done"],
      ["+1000"],
      ["/safe-mode/take", "!done"],
      ["/safe-mode/get", "!done =ret=true"],
    ],
  },
  {
    name: "nobody releases what another holds",
    fact: "TIK: take is bound to the session",
    version: "7.24",
    script: [
      ["2: /safe-mode/take", "!done"],
      ["/safe-mode/release", /^!trap =message=failure: /u, "!done"],
      ["/safe-mode/unroll", /^!trap =message=failure: /u, "!done"],
    ],
  },
  {
    name: "100 actions are still undone",
    fact: "DOC configuration-management: history holds 100 actions",
    version: "7.24",
    script: [
      ["2: /safe-mode/take", "!done"],
      ...Array.from({ length: 100 }, () => [`${filter}/add =chain=a`, /^!done/u] as const),
      ["2: close"],
      ["+2000"],
      [`${filter}/print =count-only=`, "!done =ret=0"],
    ],
  },
  {
    name: "the 101st action leaves safe mode without a word, and nothing is undone",
    fact: "DOC configuration-management: silently leaves safe mode, NOTHING is undone",
    version: "7.24",
    script: [
      ["2: /safe-mode/take", "!done"],
      ...Array.from({ length: 101 }, () => [`${filter}/add =chain=a`, /^!done/u] as const),
      ["2: /safe-mode/get", "!done =ret=false"],
      ["2: close"],
      ["+2000"],
      [`${filter}/print =count-only=`, "!done =ret=101"],
    ],
  },
  // Scheduler and scripts
  {
    name: "a scheduler's script runs when its interval is over, and again",
    fact: "DOC scheduler: interval; generic confirm trick of facts 2",
    version: "7.16",
    script: [
      [`${filter}/add =chain=input =action=jump =jump-target=new =comment=anchor`, "!done =ret=*1"],
      [
        `/system/scheduler/add =name=revert =interval=60 =on-event=/ip firewall filter set [find comment="anchor"] jump-target=old`,
        "!done =ret=*1",
      ],
      ["+59000"],
      [`${filter}/print =.proplist=jump-target`, "!re =jump-target=new", "!done"],
      ["+1000"],
      [`${filter}/print =.proplist=jump-target`, "!re =jump-target=old", "!done"],
      ["+60000"],
      [
        "/system/scheduler/print =.proplist=run-count,interval",
        "!re =interval=1m =run-count=2",
        "!done",
      ],
    ],
  },
  {
    name: "a scheduler's script may take its own row away",
    fact: "generic practice (facts 2): the scheduler is deleted by the script that ran",
    version: "7.24",
    script: [
      [
        `/system/scheduler/add =name=once =interval=10s =on-event=/system scheduler remove [find name="once"]`,
        "!done =ret=*1",
      ],
      ["+10000"],
      ["/system/scheduler/print", "!empty", "!done"],
      ["+60000"],
      ["/log/print", "!empty", "!done"],
    ],
  },
  {
    name: "a scheduler row that was removed in time runs no more",
    fact: "PUSH 4: removing it is the commit",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=x`, "!done =ret=*1"],
      [
        `/system/scheduler/add =name=r =interval=10s =on-event=/ip firewall filter remove [find comment=x]`,
        "!done =ret=*1",
      ],
      ["+9999"],
      ["/system/scheduler/remove =numbers=r", "!done"],
      ["+60000"],
      [`${filter}/print =.proplist=.id`, "!re =.id=*1", "!done"],
    ],
  },
  {
    name: "disabled schedulers wait, and start anew when they are enabled",
    fact: "INS: scheduler flag X; when the interval starts is inferred",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=x`, "!done =ret=*1"],
      [
        `/system/scheduler/add =name=r =disabled=yes =interval=10s =on-event=/ip firewall filter remove [find comment=x]`,
        "!done =ret=*1",
      ],
      ["+60000"],
      ["/system/scheduler/enable =numbers=*1", "!done"],
      ["+9000"],
      [`${filter}/print =count-only=`, "!done =ret=1"],
      ["+1000"],
      [`${filter}/print =count-only=`, "!done =ret=0"],
    ],
  },
  {
    name: "a script runs by id or name, and not by numbers",
    fact: "a client's test: /system/script/run takes .id only, `unknown parameter numbers`",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=x`, "!done =ret=*1"],
      [
        `/system/script/add =name=go =source=/ip firewall filter set [find comment=x] action=drop`,
        "!done =ret=*1",
      ],
      ["/system/script/run =numbers=*1", /unknown parameter numbers/u, "!done"],
      ["/system/script/run ?name=go", /missing =\.id=/u, "!done"],
      ["/system/script/run =.id=go", "!done"],
      [`${filter}/print =.proplist=action`, "!re =action=drop", "!done"],
    ],
  },
  {
    name: "a script that is not understood does nothing at all, and says where",
    fact: "centrs: `expected end of command (line 1 column N)`",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=x`, "!done =ret=*1"],
      [
        `/system/script/add =name=bad =source=/ip firewall filter remove [find comment=x]; :foreach i in=1`,
        "!done =ret=*1",
      ],
      [
        "/system/script/run =.id=bad",
        "!trap =category=3 =message=expected end of command (line 1 column 46)",
        "!done",
      ],
      [`${filter}/print =count-only=`, "!done =ret=1"],
    ],
  },
  {
    name: "an error in a script ends it, unless on-error takes it",
    fact: "DOC scripting: :do { } on-error={ }",
    version: "7.24",
    script: [
      [`${filter}/add =chain=a =comment=x`, "!done =ret=*1"],
      [
        `/system/script/add =name=s =source=:do { /ip firewall filter set [find comment=x] random=0 } on-error={ /ip firewall filter set [find comment=x] action=drop }`,
        "!done =ret=*1",
      ],
      ["/system/script/run =.id=s", "!done"],
      [`${filter}/print =.proplist=action`, "!re =action=drop", "!done"],
    ],
  },
  {
    name: "a scheduler's error goes to the log and nowhere else",
    fact: "DOC log: topics script,error",
    version: "7.24",
    script: [
      ["/system/scheduler/add =name=s =interval=10s =on-event=nonsense", "!done =ret=*1"],
      ["+10000"],
      [
        "/log/print =.proplist=topics,message",
        "!re =topics=script,error =message=scheduler s: expected end of command (line 1 column 1)",
        "!done",
      ],
    ],
  },
  {
    name: "a scheduler's on-event may name a script",
    fact: `${survey}: on-event is plain text, the script's name or source`,
    version: "7.24",
    script: [
      [`${filter}/add =chain=a`, "!done =ret=*1"],
      ["/system/script/add =name=clear =source=/ip firewall filter remove [find]", "!done =ret=*1"],
      ["/system/scheduler/add =name=s =interval=10s =on-event=clear", "!done =ret=*1"],
      ["+10000"],
      [`${filter}/print =count-only=`, "!done =ret=0"],
    ],
  },
  {
    name: "days of a scheduler are of 7.24 only",
    fact: "facts 1: /system scheduler days only 7.24 [INS]",
    version: "7.22",
    script: [
      [
        "/system/scheduler/add =name=s =days=mon",
        "!trap =category=0 =message=unknown parameter days",
        "!done",
      ],
    ],
  },
  {
    name: "names of scripts and schedulers are taken once",
    fact: "DOC scheduler: name identifies the task; the text is inferred",
    version: "7.24",
    script: [
      ["/system/scheduler/add =name=s", "!done =ret=*1"],
      ["/system/scheduler/add =name=s", /^!trap =message=failure: /u, "!done"],
    ],
  },
];

type Refusal = readonly [menu: string, words: string, message: string];

/** Rows that are not taken, and nothing is added. */
function refused(
  what: string,
  fact: string,
  version: string,
  refusals: readonly Refusal[],
): readonly Behaviour[] {
  return refusals.map(([menu, words, message]) => ({
    name: `refuses ${what}: ${menu} ${words}`,
    fact,
    version,
    script: [
      [`${menu}/add ${words}`, new RegExp(`^!trap .*=message=${escape(message)}$`, "u"), "!done"],
      [`${menu}/print =count-only=`, "!done =ret=0"],
    ],
  }));
}

/** Values of a rule and what they come back as. */
function readBack(
  version: string,
  values: readonly (readonly [
    menu: string,
    name: string,
    given: string,
    shown: string,
    fact: string,
  ])[],
): readonly Behaviour[] {
  return values.map(([menu, name, given, shown, fact]) => ({
    name: `reads back ${menu} ${name}=${given} as ${shown}`,
    fact: `read-back: ${fact}`,
    version,
    script: [
      [`${menu}/add =chain=input =${name}=${given}`, "!done =ret=*1"],
      [`${menu}/print =.proplist=${name}`, `!re =${name}=${shown}`, "!done"],
    ],
  }));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

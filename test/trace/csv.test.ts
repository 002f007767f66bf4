import fc from "fast-check";
import { expect, test } from "vitest";
import { readingOf } from "./reading.js";

test("our own form has what it needs and what it can have, in any order of the columns", () => {
  const all = [
    "# last week",
    "t,src,proto,dport,state,in,dst,length,flags",
    "0,203.0.113.7,tcp,22",
    "0.1, 203.0.113.7 ,TCP,22,established,wan,192.0.2.1,1500,psh ack",
    "",
    "1.001,2001:DB8:0::7,udp,53,,lan",
    "1.001,203.0.113.7,icmp,",
    "2,2001:db8::7,icmp,",
    "3,203.0.113.7,icmp,3:4",
    "3,203.0.113.7,gre,,invalid",
    "1e0,203.0.113.7,tcp,22",
    "4,::ffff:203.0.113.7,tcp,22,new,,,,none",
  ];
  expect(readingOf(all.join("\n"))).toMatchInlineSnapshot(`
    [
      "csv",
      "3 0 203.0.113.7 tcp/22 new",
      "4 0.1 203.0.113.7 tcp/22 established in wan to 192.0.2.1 length 1500 flags psh ack",
      "6 1.001 2001:db8::7 udp/53 new in lan",
      "7 1.001 203.0.113.7 icmp/8:0 new",
      "8 2 2001:db8::7 icmp/128:0 new",
      "9 3 203.0.113.7 icmp/3:4 new",
      "10 3 203.0.113.7 gre/ invalid",
      "11:1-4 \`t\` is a number of seconds",
      "12 4 203.0.113.7 tcp/22 new flags ",
    ]
  `);
  expect(
    readingOf("dport,proto,src,t\r\n22,tcp,203.0.113.7,5\r\n".replaceAll("\r", ""), "csv"),
  ).toEqual(["csv", "2 5 203.0.113.7 tcp/22 new"]);
});

test("what is wrong is named at its place, and reading goes on", () => {
  const rows = [
    "t,src,proto,dport,state",
    "-1,203.0.113.7,tcp,22",
    "5,203.0.113.7,tcp,22",
    "4.999,203.0.113.7,tcp,22",
    "6,203.0.113,tcp,22",
    "6,203.0.113.7,tpc,22",
    "6,203.0.113.7,tcp,65536",
    "6,203.0.113.7,tcp,",
    "6,203.0.113.7,icmp,256",
    "6,203.0.113.7,tcp,22,opened",
    "6,203.0.113.7,tcp,22,new,x",
    ",,,",
    "99999999999999999999,203.0.113.7,tcp,22",
    "7,203.0.113.7,tcp,22",
  ];
  expect(readingOf(rows.join("\n"))).toMatchInlineSnapshot(`
    [
      "csv",
      "2:1-3 \`t\` is not below 0: the trace begins there",
      "3 5 203.0.113.7 tcp/22 new",
      "4:1-6 this is earlier than the packet before, at 5 s; sort the trace by \`t\`",
      "5:3-12 \`src\` is not an address",
      "6:15-18 there is no protocol of that name; write tcp, udp, icmp, gre and so on",
      "7:19-24 \`dport\` is a port from 0 to 65535",
      "8:19-20 \`dport\` is a port from 0 to 65535",
      "9:20-23 for icmp, \`dport\` is TYPE or TYPE:CODE, both from 0 to 255",
      "10:22-28 \`state\` is one of invalid, established, related, new, untracked",
      "11:26-27 6 fields are more than the header's 5",
      "12:1-2 \`t\` is a number of seconds",
      "13:1-21 \`t\` is too large",
      "14 7 203.0.113.7 tcp/22 new",
    ]
  `);
});

test.each(["t,src,proto", "t,src,proto,dport,colour", "t,src,src,dport"])(
  "the header %s is none",
  (header) => {
    expect(readingOf(`${header}\n0,203.0.113.7,tcp,22`)[1]).toMatch(
      /^1:\d+-\d+ (?:the header|there is no col|the column)/u,
    );
  },
);

test("an empty trace has no packets, and what is no trace is not known", () => {
  expect(readingOf("")).toEqual(["csv"]);
  expect(readingOf("Dear reader,\nthis is a letter.")).toEqual(["unknown"]);
});

test("no text breaks a reader", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "t,src,proto,dport",
      "Nov 22 10:00:00 h sshd[1]: Failed password for root from",
      "Nov 22 10:00:00 h kernel: IN=eth0 SRC=",
      "nov/22 10:00:00 firewall,info input: in:a out:b, proto TCP",
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.string()), { maxLength: 20 }), (lines) => {
      readingOf(lines.map(([start, end]) => start + end).join("\n"));
      for (const format of ["csv", "sshd", "kernel", "routeros"] as const) {
        readingOf(lines.map(([start, end]) => start + end).join("\n"), format);
      }
    }),
    { numRuns: 300 },
  );
});

import { expiring, lasting, type Lasting } from "../simulate/expiring.js";
import { parseHost, parsePort } from "./addresses.js";
import { aside, type LineReader, wrong } from "./line-reader.js";
import { packetOf } from "./packet-of.js";
import { stampReader } from "./time-stamps.js";

/** From `sshd[4711]: ` on; since OpenSSH 9.8 most lines are of `sshd-session`. */
const ofSshd = /\bsshd(?:-session|-auth)?(?:\[\d+\])?: (.*)$/u;
/** `203.0.113.7 port 51234`, and with LogLevel VERBOSE ` on 192.0.2.1 port 22`. */
const peers =
  /(?:^|\s)([0-9a-fA-F]*[.:][0-9a-fA-F.:]+) port (\d+)(?: on [0-9a-fA-F.:]+ port (\d+))?/gu;
/** Lines that name a peer without a port: `Did not receive identification string from 203.0.113.7`. */
const without = /(?:from|by) ([0-9a-fA-F]*[.:][0-9a-fA-F.:]+)(?:\s|$)/u;
/** The peer's own words follow its address; in all other lines they, such as a user's name, come before it. */
const endsInWords = /^(?:Received disconnect|Disconnected|banner exchange)/u;

/** One connection has many lines, for as long as this. */
const longest = 24 * 3_600_000;

/** The authentication log of OpenSSH: a new TCP connection for the first line about each. */
export function sshdReader(): LineReader {
  const stamps = stampReader();
  const open = expiring<string, Lasting>();
  return (line) => {
    const stamp = stamps(line);
    if (stamp === undefined) {
      return line.trim() === "" ? aside : wrong(line, "there is no time at the start of the line");
    }
    const message = ofSshd.exec(stamp.rest)?.[1];
    if (message === undefined || message.startsWith("Server listening")) return aside;
    const all = [...message.matchAll(peers)];
    const named = endsInWords.test(message) ? all[0] : all.at(-1);
    const text = named?.[1] ?? without.exec(message)?.[1];
    if (text === undefined) return aside;
    const source = parseHost(text);
    if (source === undefined) return wrong(line, "this is not an address", text);
    const key = named === undefined ? line : `${text} ${named[2] ?? ""}`;
    const isLogin = message.startsWith("Accepted ");
    if (open.find(key, stamp.time) !== undefined) {
      return isLogin ? { kind: "login", source: source.address } : aside;
    }
    open.put(key, lasting(stamp.time + longest), stamp.time);
    const port = parsePort(named?.[3] ?? "22") ?? 22;
    return {
      kind: "packet",
      time: stamp.time,
      packet: packetOf({ source, protocol: "tcp", port }),
      isLogin,
    };
  };
}

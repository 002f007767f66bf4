import type { RouterPacket } from "./router-packet.js";

/** Whether a matcher holds; undefined when that hangs on something that is not known. */
export type Answer = boolean | undefined;

/** One matcher of a row, ready to be asked. To ask may change what it remembers. */
export type Matcher = (packet: RouterPacket) => Answer;

/** The opposite; what is not known stays so. */
export function inverted(matcher: Matcher): Matcher {
  return (packet) => {
    const answer = matcher(packet);
    return answer === undefined ? undefined : !answer;
  };
}

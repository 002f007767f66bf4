// Runs inside a network namespace: reads attempts as JSON from standard input, writes their verdicts.
import dgram from "node:dgram";
import net from "node:net";
import { text } from "node:stream/consumers";
import { clearTimeout, setTimeout } from "node:timers";

const { attempts, patience, parallel } = JSON.parse(await text(process.stdin));

/** A closed port that answers has let the packet pass just as an open one has. */
function verdictOf(code) {
  if (code === "ECONNREFUSED" || code === "ECONNRESET") return "refused";
  return code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "EACCES"
    ? "unreachable"
    : `error ${code}`;
}

function overTcp({ from, to, port }) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: to, port, localAddress: from });
    const timer = setTimeout(() => finish("silent"), patience);
    const finish = (verdict) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(verdict);
    };
    socket.on("connect", () => finish("accepted"));
    socket.on("error", (error) => finish(verdictOf(error.code)));
  });
}

function overUdp({ from, to, port }) {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(to.includes(":") ? "udp6" : "udp4");
    const timer = setTimeout(() => finish("silent"), patience);
    const finish = (verdict) => {
      clearTimeout(timer);
      socket.close();
      resolve(verdict);
    };
    socket.on("error", (error) => finish(verdictOf(error.code)));
    socket.on("message", () => finish("accepted"));
    socket.bind({ address: from }, () =>
      socket.connect(port, to, () => {
        socket.send("x");
      }),
    );
  });
}

const verdicts = new Array(attempts.length);
let next = 0;
async function worker() {
  while (next < attempts.length) {
    const index = next++;
    const attempt = attempts[index];
    verdicts[index] = await (attempt.protocol === "udp" ? overUdp(attempt) : overTcp(attempt));
  }
}
await Promise.all(Array.from({ length: parallel }, worker));
process.stdout.write(JSON.stringify(verdicts));

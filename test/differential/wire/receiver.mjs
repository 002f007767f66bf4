// Runs inside a network namespace of its own: two Ethernet devices whose frames come from here, a host behind them
// that answers UDP, and nft. Takes one JSON request a line, answers each with one line.
import { execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { Buffer } from "node:buffer";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const [, , settings] = process.argv;
const { devices, flows } = JSON.parse(settings);
const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });
const nft = (text) => execFileSync("nft", ["-f", "-"], { input: text, stdio: "pipe" });

run("ip", "link", "set", "lo", "up");
for (const [name, value] of [
  ["net.ipv4.ip_forward", "1"],
  ["net.ipv6.conf.all.forwarding", "1"],
  ["net.ipv6.conf.default.accept_dad", "0"],
  ["net.ipv6.conf.default.accept_ra", "0"],
  ["net.ipv4.conf.all.rp_filter", "0"],
  ["net.ipv4.conf.default.rp_filter", "0"],
]) {
  run("sysctl", "-qw", `${name}=${value}`);
}
const bridges = [];
for (const { name, mac, addresses, routes, port } of devices) {
  const tap = `TUN,tun-type=tap,tun-name=${name},iff-no-pi,iff-up`;
  bridges.push(
    spawn("socat", ["-u", `UDP4-RECV:${port},bind=127.0.0.1`, tap], { stdio: "ignore" }),
  );
  for (let tries = 0; ; tries++) {
    try {
      run("ip", "link", "set", name, "address", mac);
      break;
    } catch (error) {
      if (tries === 200) throw error;
      await pause(10);
    }
  }
  for (const address of addresses) run("ip", "address", "add", address, "dev", name);
  for (const { to, via } of routes) {
    run(
      "ip",
      "neighbour",
      "add",
      via,
      "lladdr",
      "02:00:00:00:00:02",
      "dev",
      name,
      "nud",
      "permanent",
    );
    run("ip", "route", "add", to, "via", via, "dev", name);
  }
}

const out = createSocket("udp4");
const ports = new Map(devices.map(({ name, port }) => [name, port]));
const write = (device, frame) =>
  new Promise((resolve, reject) => {
    out.send(Buffer.from(frame, "base64"), ports.get(device), "127.0.0.1", (error) =>
      error ? reject(error) : resolve(),
    );
  });

// Connection tracking watches from here on, so that what the host answers to is known to it as established.
nft(
  "table inet tracking { chain input { type filter hook input priority 300; ct state invalid counter; }; }",
);
const servers = [];
let answered = 0;
for (const name of ["udp_timeout", "udp_timeout_stream"]) {
  run("sysctl", "-qw", `net.netfilter.nf_conntrack_${name}=86400`);
}
for (const port of flows.ports) {
  for (const family of ["udp4", "udp6"]) {
    const server = createSocket({ type: family, ipv6Only: family === "udp6" });
    server.on("message", (_message, { address, port: from }) =>
      server.send("", from, address, () => answered++),
    );
    await new Promise((resolve) => server.bind(port, resolve));
    servers.push(server);
  }
}
for (const frame of flows.frames) await write(frame.device, frame.frame);
for (let tries = 0; answered < flows.frames.length; tries++) {
  if (tries === 1000) throw new Error("the host did not answer all of its flows");
  await pause(10);
}
for (const server of servers) server.close();

// A device counts a frame when the kernel is through with it (drivers/net/tun.c, tun_get_user).
const received = (device) => {
  const line = readFileSync("/proc/self/net/dev", "utf8")
    .split("\n")
    .find((text) => text.trim().startsWith(`${device}:`));
  return Number(line.trim().split(/[:\s]+/u)[2]);
};
const receivedAtLeast = async (device, count) => {
  for (let tries = 0; received(device) < count; tries++) {
    if (tries === 5000) throw new Error(`frames for ${device} are lost`);
    await pause(tries < 50 ? 0 : 1);
  }
};

const requests = {
  nft: ({ text }) => {
    nft(text);
    return {};
  },
  /** The frames in order, each after its pause, and how long after the first each was written. */
  send: async ({ frames }) => {
    const start = performance.now();
    const times = [];
    const counts = new Map(devices.map(({ name }) => [name, received(name)]));
    let last;
    for (const { device, frame, after } of frames) {
      // Each device has a pipe of its own, and no pipe may overtake the other.
      if (last !== undefined && last !== device) await receivedAtLeast(last, counts.get(last));
      if (after > 0) await pause(after);
      times.push(performance.now() - start);
      await write(device, frame);
      counts.set(device, counts.get(device) + 1);
      last = device;
    }
    for (const [device, count] of counts) await receivedAtLeast(device, count);
    return { times, ended: performance.now() - start };
  },
  list: ({ table }) => JSON.parse(run("nft", "-j", "list", "table", "inet", table)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { request, ...rest } = JSON.parse(line);
  let answer;
  try {
    answer = { value: await requests[request](rest) };
  } catch (error) {
    answer = { error: String(error.stderr || error.message) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
for (const bridge of bridges) bridge.kill();
out.close();

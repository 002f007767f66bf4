import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** A frame to write, and how many milliseconds to wait before. */
export interface TimedFrame {
  readonly device: string;
  readonly frame: Uint8Array;
  readonly after: number;
}

export interface Device {
  readonly name: string;
  readonly mac: string;
  /** With their prefix lengths. */
  readonly addresses: readonly string[];
  readonly routes: readonly { readonly to: string; readonly via: string }[];
}

/** UDP that the host answers before anything else happens, so that these flows are established from then on. */
export interface Flows {
  readonly ports: readonly number[];
  readonly frames: readonly Omit<TimedFrame, "after">[];
}

/** A host with a kernel's whole network stack of its own, on whose wires frames can be written. */
export interface Kernel {
  /** `nft -f`; an error is nft's own message. */
  nft(text: string): Promise<void>;
  /** @returns when each was written, in milliseconds after the first, and when the last had arrived */
  send(frames: readonly TimedFrame[]): Promise<Sent>;
  list(table: string): Promise<unknown>;
  close(): void;
}

export interface Sent {
  readonly times: readonly number[];
  readonly ended: number;
}

const sentShape: z.ZodType<Sent> = z.object({
  times: z.array(z.number()),
  ended: z.number(),
});

const answerShape: z.ZodType<Answer> = z.object({
  value: z.unknown().optional(),
  error: z.string().optional(),
});

interface Answer {
  readonly value?: unknown;
  readonly error?: string | undefined;
}

export function openKernel(devices: readonly Device[], flows: Flows): Kernel {
  const firstPort = 7001;
  const settings = {
    devices: devices.map((device, index) => ({ ...device, port: firstPort + index })),
    flows: { ports: flows.ports, frames: flows.frames.map(asText) },
  };
  const receiver = fileURLToPath(new URL("receiver.mjs", import.meta.url));
  const child = spawn("unshare", ["-n", process.execPath, receiver, JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: string, rest: object = {}): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify({ request, ...rest })}\n`);
    const { value: line } = await lines.next();
    if (typeof line !== "string") throw new Error("the host behind the wires has gone");
    const { value, error } = answerShape.parse(JSON.parse(line));
    if (error !== undefined) throw new Error(error);
    return value;
  };
  return {
    nft: async (text) => {
      await ask("nft", { text });
    },
    send: async (frames) =>
      sentShape.parse(
        await ask("send", {
          frames: frames.map((frame) => ({ ...asText(frame), after: frame.after })),
        }),
      ),
    list: (table) => ask("list", { table }),
    close: () => child.stdin.end(),
  };
}

function asText({ device, frame }: Omit<TimedFrame, "after">): object {
  return { device, frame: Buffer.from(frame).toString("base64") };
}

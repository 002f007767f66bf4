import type { Host, Output } from "../host.js";

/** A host for one of several devices: its lines carry the device's name, and are written whole. */
export interface PrefixedHost extends Host {
  /** Writes what has no line end yet. */
  flush(): void;
}

/**
 * @param width of the longest name
 * @param quiet nothing goes to standard output, which is for a document then
 */
export function prefixedHost(
  host: Host,
  name: string,
  width: number,
  quiet: boolean,
): PrefixedHost {
  const prefix = `${name.padEnd(width)} | `;
  const stdout = prefixed(host.stdout, prefix);
  const stderr = prefixed(host.stderr, prefix);
  return {
    ...host,
    // One question is asked for all, and by nobody else.
    person: undefined,
    stdout: quiet ? { ...stdout, write: () => true } : stdout,
    stderr,
    flush: () => {
      stdout.flush();
      stderr.flush();
    },
  };
}

/** Words are kept back: what is told a second time. */
export function silentHost(host: Host): Host {
  const silent = (output: Output): Output => ({
    isTerminal: false,
    columns: output.columns,
    write: () => true,
  });
  return { ...host, stdout: silent(host.stdout), stderr: silent(host.stderr) };
}

function prefixed(output: Output, prefix: string): Output & { flush(): void } {
  let rest = "";
  const { isTerminal, columns } = output;
  return {
    isTerminal,
    columns: columns === undefined ? undefined : Math.max(20, columns - prefix.length),
    write: (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length === 0) return true;
      return output.write(lines.map((line) => `${`${prefix}${line}`.trimEnd()}\n`).join(""));
    },
    flush: () => {
      if (rest !== "") output.write(`${prefix}${rest}\n`);
      rest = "";
    },
  };
}

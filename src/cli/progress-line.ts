import type { Output } from "./host.js";

/** One line at a terminal that says how far things are; elsewhere nothing. */
export interface ProgressLine {
  show(stage: string, done: number, total: number): void;
  end(): void;
}

const width = 24;

export function progressLine(output: Output): ProgressLine {
  if (!output.isTerminal) return { show: () => undefined, end: () => undefined };
  let shown = "";
  const write = (text: string): void => {
    if (text === shown) return;
    output.write(`\r${text}${" ".repeat(Math.max(0, shown.length - text.length))}`);
    shown = text;
  };
  return {
    show: (stage, done, total) => {
      const part = total === 0 ? 1 : done / total;
      const filled = Math.round(part * width);
      // Not each of twenty thousand: a step of the bar at a time.
      write(`${stage.padEnd(9)} [${"#".repeat(filled)}${" ".repeat(width - filled)}]`);
    },
    end: () => {
      if (shown !== "") output.write(`\r${" ".repeat(shown.length)}\r`);
      shown = "";
    },
  };
}

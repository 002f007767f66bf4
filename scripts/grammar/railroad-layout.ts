import type { Expression } from "../../grammar/grammar-model.js";

/** A drawn part of a diagram: its way in is at (x, y), its way out at (x + width, y). */
export interface Box {
  readonly width: number;
  /** How far it reaches above and below its line. */
  readonly up: number;
  readonly down: number;
  readonly draw: (x: number, y: number) => string;
}

const letter = 7.6;
const half = 12;
const gap = 10;
const row = 8;
const arc = 8;

/** @param linkTo the address of a rule or a kind of word on the page */
export function layOut(expression: Expression, linkTo: (name: string) => string): Box {
  const inside = (item: Expression): Box => layOut(item, linkTo);
  switch (expression.kind) {
    case "word":
      return label(expression.text, "word");
    case "token":
      return label(expression.name, "token", linkTo(expression.name));
    case "rule":
      return label(expression.name, "rule", linkTo(expression.name));
    case "sequence":
      return sequence(expression.items.map(inside));
    case "choice":
      return choice(expression.items.map(inside));
    case "optional":
      return bypass(inside(expression.item));
    case "repeat": {
      const loop = looped(
        inside(expression.item),
        expression.separator && inside(expression.separator),
      );
      return expression.least === 0 ? bypass(loop) : loop;
    }
  }
}

function label(text: string, kind: "word" | "token" | "rule", link?: string): Box {
  const width = Math.round(text.length * letter) + 20;
  const draw = (x: number, y: number): string => {
    const radius = kind === "word" ? half : 3;
    const shape = `<rect x="${num(x)}" y="${num(y - half)}" width="${num(width)}" height="${num(2 * half)}" rx="${num(radius)}"/>`;
    const words = `<text x="${num(x + width / 2)}" y="${num(y + 4)}">${escaped(text)}</text>`;
    const group = `<g class="${kind}">${shape}${words}</g>`;
    return link === undefined ? group : `<a href="${link}">${group}</a>`;
  };
  return { width, up: half, down: half, draw };
}

function sequence(items: readonly Box[]): Box {
  const width = sum(items.map((item) => item.width)) + gap * Math.max(0, items.length - 1);
  return {
    width,
    up: Math.max(0, ...items.map(({ up }) => up)),
    down: Math.max(0, ...items.map(({ down }) => down)),
    draw: (x, y) => {
      let at = x;
      return items
        .map((item, index) => {
          const lead = index === 0 ? "" : line(at - gap, y, at);
          const drawn = item.draw(at, y);
          at += item.width + gap;
          return lead + drawn;
        })
        .join("");
    },
  };
}

/** The first branch goes straight on, the others hang below it. */
function choice(items: readonly Box[]): Box {
  const [first, ...others] = items;
  if (first === undefined) return sequence([]);
  const inner = Math.max(...items.map((item) => item.width));
  const width = inner + 4 * arc;
  const offsets: number[] = [];
  let below = first.down;
  for (const item of others) {
    below += row + item.up;
    offsets.push(below);
    below += item.down;
  }
  return {
    width,
    up: first.up,
    down: below,
    draw: (x, y) => {
      const left = x + 2 * arc;
      const right = x + width;
      const straight = line(x, y, left) + first.draw(left, y) + line(left + first.width, y, right);
      const branches = others.map((item, index) => {
        const at = y + (offsets[index] ?? 0);
        const into = path(
          `M${num(x)} ${num(y)}q${num(arc)} 0 ${num(arc)} ${num(arc)}V${num(at - arc)}q0 ${num(arc)} ${num(arc)} ${num(arc)}`,
        );
        const end = left + item.width;
        const out = path(
          `M${num(end)} ${num(at)}H${num(right - 2 * arc)}q${num(arc)} 0 ${num(arc)} ${num(-arc)}V${num(y + arc)}q0 ${num(-arc)} ${num(arc)} ${num(-arc)}`,
        );
        return into + item.draw(left, at) + out;
      });
      return straight + branches.join("");
    },
  };
}

/** A way around above. */
function bypass(item: Box): Box {
  const width = item.width + 4 * arc;
  const rise = Math.max(item.up + row, 2 * arc);
  return {
    width,
    up: rise,
    down: item.down,
    draw: (x, y) => {
      const left = x + 2 * arc;
      const around = path(
        `M${num(x)} ${num(y)}q${num(arc)} 0 ${num(arc)} ${num(-arc)}V${num(y - rise + arc)}q0 ${num(-arc)} ${num(arc)} ${num(-arc)}H${num(x + width - 2 * arc)}q${num(arc)} 0 ${num(arc)} ${num(arc)}V${num(y - arc)}q0 ${num(arc)} ${num(arc)} ${num(arc)}`,
      );
      return line(x, y, left) + item.draw(left, y) + line(left + item.width, y, x + width) + around;
    },
  };
}

/** A way back below, past the separator where there is one. */
function looped(item: Box, separator: Box | undefined): Box {
  const back = separator ?? { width: 0, up: 0, down: 0, draw: () => "" };
  const inner = Math.max(item.width, back.width);
  const width = inner + 4 * arc;
  const drop = Math.max(item.down + row + back.up, 2 * arc);
  return {
    width,
    up: item.up,
    down: drop + back.down,
    draw: (x, y) => {
      const left = x + 2 * arc;
      const right = left + inner;
      const middle = left + (inner - back.width) / 2;
      const at = y + drop;
      const down = path(
        `M${num(right)} ${num(y)}q${num(arc)} 0 ${num(arc)} ${num(arc)}V${num(at - arc)}q0 ${num(arc)} ${num(-arc)} ${num(arc)}H${num(middle + back.width)}`,
      );
      const up = path(
        `M${num(middle)} ${num(at)}H${num(left)}q${num(-arc)} 0 ${num(-arc)} ${num(-arc)}V${num(y + arc)}q0 ${num(-arc)} ${num(arc)} ${num(-arc)}`,
      );
      const straight =
        line(x, y, left) + item.draw(left, y) + line(left + item.width, y, x + width);
      return straight + down + back.draw(middle, at) + up;
    },
  };
}

function line(from: number, y: number, to: number): string {
  return path(`M${num(from)} ${num(y)}H${num(to)}`);
}

function path(data: string): string {
  return `<path d="${data}"/>`;
}

function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

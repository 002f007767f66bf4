/** One row's value of a property; undefined when it is unset. */
export type Lookup = (name: string) => string | undefined;

/**
 * Query words as a test of rows. RouterOS manual, "API", "Queries": each word pushes or works on truths, and a
 * row is wanted when all that are left hold.
 * @param words without their `?`
 */
export function queryOf(words: readonly string[]): (lookup: Lookup) => boolean {
  const steps = words.map(stepOf);
  return (lookup) => {
    const stack: boolean[] = [];
    for (const step of steps) step(stack, lookup);
    return stack.every(Boolean);
  };
}

type Step = (stack: boolean[], lookup: Lookup) => void;

function stepOf(word: string): Step {
  if (word.startsWith("#")) return operations(word.slice(1));
  const sign = /^[-=<>]/u.exec(word)?.[0] ?? "";
  const rest = word.slice(sign.length);
  const equals = rest.indexOf("=");
  if (equals < 0) {
    const isWanted = sign !== "-";
    return (stack, lookup) => stack.push((lookup(rest) !== undefined) === isWanted);
  }
  const name = rest.slice(0, equals);
  const value = rest.slice(equals + 1);
  return (stack, lookup) => {
    const found = lookup(name);
    stack.push(found !== undefined && compares(sign, found, value));
  };
}

function compares(sign: string, found: string, value: string): boolean {
  if (sign !== "<" && sign !== ">") return found === value;
  const areNumbers = /^\d+$/u.test(found) && /^\d+$/u.test(value);
  const order = areNumbers ? Number(found) - Number(value) : found < value ? -1 : +(found > value);
  return sign === "<" ? order < 0 : order > 0;
}

/** `!`, `&`, `|`, `.`, and an index of the stack, whose top is 0: the value there replaces all, or is copied. */
function operations(text: string): Step {
  const tokens = text.match(/\d+|\D/gu) ?? [];
  return (stack) => {
    for (const [at, token] of tokens.entries()) {
      if (/^\d/u.test(token)) {
        const value = stack.at(-1 - Number(token)) ?? false;
        if (at === tokens.length - 1) stack.length = 0;
        stack.push(value);
      } else if (token === "!") {
        stack.push(!(stack.pop() ?? false));
      } else if (token === "&" || token === "|") {
        const [one = false, other = false] = [stack.pop(), stack.pop()];
        stack.push(token === "&" ? one && other : one || other);
      } else if (token === "." && !/^\d/u.test(tokens[at - 1] ?? "")) {
        stack.push(stack.at(-1) ?? false);
      }
    }
  };
}

/** One way on from a node of a graph of names. */
export interface Step {
  readonly to: string;
}

/**
 * The circles of a graph of names, one for each step that closes one: the steps from the name where it begins
 * back to it. Depth first without recursion, so that a long row cannot exhaust the stack.
 * @param stepsFrom the steps from a name, none for a name that is not there
 */
export function* circlesOf<S extends Step>(
  names: Iterable<string>,
  stepsFrom: (name: string) => readonly S[],
): Generator<readonly S[]> {
  const finished = new Set<string>();
  for (const start of names) {
    if (finished.has(start)) continue;
    const path: Visit<S>[] = [visit(start, stepsFrom(start))];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = top.steps.next().value;
      if (step === undefined) {
        path.pop();
        onPath.delete(top.name);
        finished.add(top.name);
        continue;
      }
      top.taken = step;
      if (onPath.has(step.to)) {
        const circle = path.slice(path.findIndex(({ name }) => name === step.to));
        yield circle.flatMap(({ taken }) => (taken === undefined ? [] : [taken]));
      } else if (!finished.has(step.to)) {
        path.push(visit(step.to, stepsFrom(step.to)));
        onPath.add(step.to);
      }
    }
  }
}

interface Visit<S> {
  readonly name: string;
  /** Those not yet followed. */
  readonly steps: Iterator<S, undefined>;
  /** The one being followed. */
  taken: S | undefined;
}

function visit<S>(name: string, steps: readonly S[]): Visit<S> {
  return { name, steps: steps.values(), taken: undefined };
}

/** A fault as somebody could build it into a lowering: what it makes of each right program. */
export interface Mutant<Program> {
  /** What went wrong. */
  readonly name: string;
  readonly mutate: (program: Program) => Program;
}

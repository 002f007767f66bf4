/** Columns two blanks apart, some of them aligned to the right. */
export function* aligned(
  rows: readonly (readonly string[])[],
  right: readonly number[],
): Generator<string> {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  for (const row of rows) {
    const padded = row.map((cell, column) =>
      right.includes(column)
        ? cell.padStart(widths[column] ?? 0)
        : cell.padEnd(widths[column] ?? 0),
    );
    yield padded.join("  ").trimEnd();
  }
}

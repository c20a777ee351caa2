export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How to read it, below the table. */
  readonly notes?: readonly string[];
}

/** Aligned text: the first column to the left, numbers to the right. */
export function renderTable({ title, columns, rows, notes = [] }: Table): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const text = lines.map((line) =>
    columns
      .map((_, column) => {
        const cell = line[column] ?? "";
        return column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [title, "", text[0], rule, ...text.slice(1), ...notes.map((note) => `  ${note}`), ""].join("\n");
}

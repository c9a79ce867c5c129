/** Rows as aligned text, for people; without rows, nothing. */
export function table(rows: Record<string, string | number | boolean | null>[]): string {
  const [first] = rows;
  if (!first) return '';
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line of CSV. Text that a spreadsheet would run as a formula is defused; numbers stay numbers. */
export function csvLine(cells: (string | number | boolean | null)[]): string {
  return cells
    .map((cell) => {
      const text = String(cell ?? '');
      const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
      return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',');
}

import { stringify } from 'csv-stringify/sync';

/** A page of rows and where the next one begins; null at the end. */
export type CsvPage = { rows: Record<string, string | number | boolean | null>[]; next: string | null };

/**
 * A file of any length, read page by page while it is sent: the receiver's pace is ours, and memory holds one page.
 * Cells that a spreadsheet would run as a formula are made harmless.
 */
export function csvResponse(
  name: string,
  columns: readonly string[],
  read: (after: string | null) => Promise<CsvPage>,
): Response {
  let after: string | null = null;
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const page: CsvPage = await read(after);
      const text = stringify(page.rows, {
        columns: [...columns],
        header: isFirst,
        escape_formulas: true,
        cast: { boolean: (value) => String(value) },
      });
      isFirst = false;
      if (text !== '') controller.enqueue(new TextEncoder().encode(text));
      after = page.next;
      if (after === null) controller.close();
    },
  });
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  };
  return new Response(body, { headers });
}

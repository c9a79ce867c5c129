/** A piece of HTML that is already safe to send. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Piece = Html | string | number | boolean | null | undefined | readonly Piece[];

/** A template tag: what is put in is escaped, unless it is itself made by `html` or `raw`. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  let text = parts[0] ?? '';
  pieces.forEach((piece, i) => {
    text += render(piece) + (parts[i + 1] ?? '');
  });
  return new Html(text);
}

/** Marks text as HTML that was made safe elsewhere. */
export function raw(text: string): Html {
  return new Html(text);
}

/** A value as JSON inside a `<script>`: it cannot close the element. */
export function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028'));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false || piece === true) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map((one) => render(one)).join('');
  return escapeHtml(String(piece));
}

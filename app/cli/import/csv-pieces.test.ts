import { expect, test } from 'vitest';
import { type CsvPiece, csvHeader, csvPieces } from './csv-pieces.server';
import type { Place } from './json-pieces';

const text = `\ufeffName,Id,Item
#1,11,Mug
#1,,"Lamp, ""tall"",
two lines é"
#2,12,Tray
#3,13
#4,14,Bowl,too much
#5,15,漢字
`;
const bytes = Buffer.from(text);

async function read(from?: Place): Promise<CsvPiece[]> {
  const header = csvHeader(text);
  if (!header) throw new Error('no header');
  async function* rest() {
    const start = from?.offset ?? header?.bytes ?? 0;
    for (let at = start; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  const found: CsvPiece[] = [];
  for await (const piece of csvPieces(rest(), header, 'Name', from)) found.push(piece);
  return found;
}

test('rows of one order are one piece, with the line they begin on', async () => {
  const pieces = await read();
  expect(pieces.map(({ line, rows, wrong }) => [line, rows.length, rows[0]?.Name, wrong])).toEqual([
    [2, 2, '#1', null],
    [5, 1, '#2', null],
    [6, 1, '#3', 'line 6 has 2 fields where the header has 3'],
    [7, 1, '#4', 'line 7 has 4 fields where the header has 3'],
    [8, 1, '#5', null],
  ]);
  expect(pieces[0]?.rows[1]).toEqual({ Name: '#1', Id: '', Item: 'Lamp, "tall",\ntwo lines é' });
});

test('a reading that stopped behind any piece goes on with the very next', async () => {
  const whole = await read();
  for (const [at, piece] of whole.entries()) expect(await read(piece.end)).toEqual(whole.slice(at + 1));
});

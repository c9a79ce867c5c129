import { transformed } from './prices.js';

/* A function is a program: the cart comes in as JSON on 0, the answer goes out as JSON on 1. */
const parts = [];
let size = 0;
for (;;) {
  const part = new Uint8Array(4096);
  const read = Javy.IO.readSync(0, part);
  if (read === 0) break;
  parts.push(part.subarray(0, read));
  size += read;
}
const input = new Uint8Array(size);
let at = 0;
for (const part of parts) {
  input.set(part, at);
  at += part.length;
}
Javy.IO.writeSync(
  1,
  new TextEncoder().encode(JSON.stringify(transformed(JSON.parse(new TextDecoder().decode(input))))),
);

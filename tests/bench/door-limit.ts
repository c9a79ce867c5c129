import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

/** The limit: read the body, check the signature, answer. Keeps nothing. */
const secret = process.env.SHOPIFY_API_SECRET ?? '';
http
  .createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const told = Buffer.from(String(request.headers['x-shopify-hmac-sha256'] ?? ''), 'base64');
      const made = createHmac('sha256', secret).update(Buffer.concat(chunks)).digest();
      response.statusCode = told.length === made.length && timingSafeEqual(told, made) ? 200 : 401;
      response.end();
    });
  })
  .listen(Number(process.env.PORT), '127.0.0.1', () => console.log('{"ready":true}'));
process.on('SIGTERM', () => process.exit(0));

import { type ContractCase, fail, type Rig, same } from './case';

/** Who is let in to the pages, and who is not. */
export function auth(): ContractCase[] {
  const now = () => Math.floor(Date.now() / 1000);
  const refusedCall = (name: string, token: (rig: Rig) => string): ContractCase => ({
    name: `auth: a call with ${name} is refused with 401`,
    run: async (rig) => {
      await isOpen(rig);
      same(await visit(rig, call(rig, token(rig))), 401);
    },
  });
  return [
    {
      name: 'auth: a call with a genuine token is let in, as the store that the token names',
      run: async (rig) => same(await visit(rig, call(rig, rig.token())), rig.domain),
    },
    {
      name: 'auth: a page with a genuine token in its address is let in',
      run: async (rig) =>
        same(await visit(rig, page(rig, { ...rig.pageParameters, id_token: rig.token() })), rig.domain),
    },
    refusedCall('no token in it', () => ''),
    refusedCall('words that are no token', () => 'words'),
    refusedCall('a token that is over', (rig) => rig.token({ iat: now() - 180, nbf: now() - 180, exp: now() - 60 })),
    refusedCall('a token of tomorrow', (rig) => rig.token({ nbf: now() + 3600, exp: now() + 3660 })),
    refusedCall('a token without an end', (rig) => rig.token({ exp: undefined })),
    refusedCall('a token of another app', (rig) => rig.token({ aud: 'another-app' })),
    refusedCall('a token that somebody else signed', (rig) => rig.token({}, { secret: 'somebody-elses-secret' })),
    refusedCall('a token that nobody signed', (rig) => rig.token({}, { alg: 'none' })),
    refusedCall('a token signed another way', (rig) => rig.token({}, { alg: 'HS512' })),
    refusedCall('a token whose issuer is another store', (rig) => rig.token({ iss: issuer(rig, rig.otherDomain) })),
    refusedCall('a token for a host that is no store', (rig) =>
      rig.token({ dest: scheme(rig, 'evil.example.com'), iss: issuer(rig, 'evil.example.com') }),
    ),
    refusedCall('a token for a host that begins like a store', (rig) =>
      rig.token({ dest: scheme(rig, `${rig.domain}.evil.com`), iss: issuer(rig, `${rig.domain}.evil.com`) }),
    ),
    {
      name: 'auth: a token of one store at the address of another is refused with 403',
      run: async (rig) => {
        await isOpen(rig);
        same(await visit(rig, page(rig, { id_token: rig.token(), shop: rig.otherDomain })), 403);
      },
    },
    {
      name: 'auth: a page without a token is sent to fetch one',
      run: async (rig) => {
        await isOpen(rig);
        same(await visit(rig, page(rig, { shop: rig.domain })), 302);
      },
    },
    {
      name: 'auth: a page with a forged token is sent to fetch another, without it',
      run: async (rig) => {
        await isOpen(rig);
        const forged = rig.token({}, { secret: 'somebody-elses-secret' });
        const answer = await answerTo(rig, page(rig, { shop: rig.domain, id_token: forged }));
        if (!(answer instanceof Response)) fail('a forged token was let in');
        same(answer.status, 302, 'the answer');
        same((answer.headers.get('location') ?? '').includes(forged), false, 'the token in the next address');
      },
    },
    {
      name: 'auth: an HTML answer may be framed by the store that the address names, and by nobody else',
      run: (rig) => {
        const policy = (parameters: Record<string, string>) => {
          const headers = new Headers();
          embedOf(rig).documentHeaders(page(rig, parameters), headers);
          return headers.get('content-security-policy') ?? '';
        };
        same(policy({ shop: rig.domain }).includes(`https://${rig.domain}`), true, 'the store among the ancestors');
        same(policy({ shop: 'evil.example.com' }), "frame-ancestors 'none';");
        same(policy({ shop: rig.otherDomain, id_token: rig.token() }), "frame-ancestors 'none';");
      },
    },
    {
      name: 'auth: no cache keeps an HTML answer',
      run: (rig) => {
        const headers = new Headers();
        embedOf(rig).documentHeaders(page(rig, { shop: rig.domain }), headers);
        same(headers.get('cache-control'), 'no-store');
      },
    },
    {
      name: 'auth: a storefront call that nobody signed is of no store',
      run: (rig) => {
        const genuine = rig.storefrontCall?.();
        if (genuine) same(embedOf(rig).readStorefrontCall(genuine)?.domain, rig.domain, 'the store of a genuine one');
        const address = genuine?.url ?? `${rig.appUrl}/proxy/seen?shop=${rig.domain}&signature=`;
        const forged = new Request(address.replace(/signature=\w*/, `signature=${'0'.repeat(64)}`));
        same(embedOf(rig).readStorefrontCall(forged), null);
      },
    },
  ];
}

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36' };

function call(rig: Rig, token: string): Request {
  return new Request(`${rig.appUrl}/app/orders`, { headers: { ...browser, authorization: `Bearer ${token}` } });
}

function page(rig: Rig, parameters: Record<string, string>): Request {
  return new Request(`${rig.appUrl}/app?${new URLSearchParams(parameters)}`, { headers: browser });
}

function embedOf(rig: Rig) {
  return rig.platform.embed ?? fail('there are no pages in this platform');
}

/** Who is genuine is let in: to refuse everybody is no proof of anything. */
async function isOpen(rig: Rig): Promise<void> {
  same(await visit(rig, call(rig, rig.token())), rig.domain, 'who calls with a genuine token');
}

async function answerTo(rig: Rig, request: Request): Promise<unknown> {
  return embedOf(rig)
    .authenticate(request)
    .catch((answer: unknown) => {
      if (answer instanceof Response) return answer;
      throw answer;
    });
}

/** The domain of who was let in, or the status of the answer. */
async function visit(rig: Rig, request: Request): Promise<string | number> {
  const answer = await answerTo(rig, request);
  return answer instanceof Response ? answer.status : (answer as { domain: string }).domain;
}

/** Some platforms write a scheme into their claims and some do not: as the genuine ones have it. */
function scheme(rig: Rig, host: string): string {
  const payload = rig.token().split('.')[1] ?? '';
  const { dest } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { dest: string };
  return dest.startsWith('https://') ? `https://${host}` : host;
}

function issuer(rig: Rig, host: string): string {
  return `${scheme(rig, host)}/admin`;
}

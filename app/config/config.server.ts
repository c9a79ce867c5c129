import { z } from 'zod';

/**
 * The one reader of the environment. Everything else receives what it needs from here, and a wrong
 * environment refuses to start with words that say what to set.
 */

/** 32 bytes as 64 hex digits or base64. */
const key32 = z
  .string()
  .refine((text) => decodeKey(text)?.length === 32, 'must be 32 bytes, written as 64 hex digits or as base64')
  .transform((text) => decodeKey(text) ?? Buffer.alloc(0));

/** `id:key[,id:key...]`: the first key encrypts, the others still decrypt (rotation). */
const keyRing = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => {
    const [id, ...rest] = part.trim().split(':');
    return { id: id ?? '', key: decodeKey(rest.join(':')) };
  });
  if (keys.length === 0 || keys.some((k) => !/^[A-Za-z0-9_-]{1,16}$/.test(k.id) || k.key?.length !== 32)) {
    context.addIssue({
      code: 'custom',
      message: 'must be "id:key" pairs joined by commas, each key 32 bytes as 64 hex digits or as base64',
    });
    return z.NEVER;
  }
  return keys.map((k) => ({ id: k.id, key: k.key ?? Buffer.alloc(0) }));
});

const flag = z.enum(['0', '1', 'true', 'false', '']).transform((text) => text === '1' || text === 'true');

const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  /** PostgreSQL 15 or later, as the role that owns the tables and applies migrations. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://'),
  /** The same database as a login of the runtime role; without it the owner's connection drops to that role at once. */
  RUNTIME_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(20),
  /** No statement may take longer; a connection that stays silent for longer is given up. */
  DATABASE_TIMEOUT_SECONDS: z.coerce.number().int().min(1).default(60),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** The public origin of this app, without a path. */
  APP_URL: z.url({ protocol: /^https?$/ }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Encrypts tokens and exports at rest. */
  ENCRYPTION_KEYS: keyRing,
  /** Keys the hashes of e-mail addresses and phone numbers. Never rotate it alone: tombstones are made with it. */
  PERSON_HASH_KEY: key32,
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(16, 'must be the app client secret, at least 16 characters'),
  /** Accepted beside the current secret while Shopify rotates. */
  SHOPIFY_API_SECRET_PREVIOUS: z.string().min(16).optional(),
  /** Sends what would go to https://{shop} to this origin instead: a practice platform. Never set it in production. */
  SHOPIFY_API_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** Where the admin pages load App Bridge from. */
  SHOPIFY_APP_BRIDGE_URL: z.url({ protocol: /^https?$/ }).default('https://cdn.shopify.com/shopifycloud/app-bridge.js'),
  /** The app on Shoplazza: both, or neither where it is not offered there. */
  SHOPLAZZA_CLIENT_ID: z.string().min(1).optional(),
  SHOPLAZZA_CLIENT_SECRET: z.string().min(16, 'must be the app client secret, at least 16 characters').optional(),
  /** Accepted beside the current secret for webhooks while it is rotated: those are sent again for two days. */
  SHOPLAZZA_CLIENT_SECRET_PREVIOUS: z.string().min(16).optional(),
  /** the function over carts that was uploaded for the app (extensions/tagalong-shoplazza-prices) */
  SHOPLAZZA_PRICE_FUNCTION_ID: z.string().optional(),
  /** Sends what would go to https://{store} to this origin instead: a practice platform. Never set it in production. */
  SHOPLAZZA_API_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** Origins that may frame the pages of every Shoplazza store besides the store's own. Space separated. */
  SHOPLAZZA_FRAME_ANCESTORS: z.string().default(''),
  /** Where a store's admin shows the app, as a path with {clientId} in it: merchants are sent there after they agreed. */
  SHOPLAZZA_ADMIN_PATH: z.string().startsWith('/').default('/admin/smart_apps/base/{clientId}'),
  /** Origins that may frame the app besides the store and the platform's admin (the practice admin). Space separated. */
  EXTRA_FRAME_ANCESTORS: z.string().default(''),
  /** Bodies over this size are answered 413; keep it far above any real order. */
  WEBHOOK_BODY_LIMIT_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(8 * 1024 * 1024),
  METRICS_TOKEN: z.string().min(16).optional(),
  /** where a worker answers /healthz, /readyz and /metrics; nowhere without it */
  WORKER_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  TRUST_PROXY: flag.default(false),
  /** Where the cache and the counts of rate limits are: this process, a file that processes of one machine share, or Redis. */
  CACHE_PROVIDER: z.enum(['memory', 'file', 'redis']).default('memory'),
  CACHE_DEFAULT_EXPIRATION_MINUTES: z.coerce.number().positive().default(60),
  /** The folder of the file; for CACHE_PROVIDER=file. */
  CACHE_FILE_PATH: z.string().min(1).default('./cache'),
  /** redis://... or rediss://..., with the password in it; for CACHE_PROVIDER=redis. */
  CACHE_REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  /** The mail server that sends alerts, smtp://user:password@host:port or smtps://...; without it alerts go no way by e-mail. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().min(3).default('Tagalong <alerts@localhost>'),
  /** Lets merchants' webhooks be in the own network, without TLS: for trying it out. Never set it in production. */
  ALERT_WEBHOOKS_ANYWHERE: flag.default(false),
});

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads and checks the configuration.
 * @param env the variables, normally `process.env`
 * @throws {ConfigError} naming every wrong variable and what it must be
 */
export function readConfig(env: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment
    .refine((e) => e.CACHE_PROVIDER !== 'redis' || e.CACHE_REDIS_URL !== undefined, { path: ['CACHE_REDIS_URL'] })
    .refine((e) => !e.SHOPLAZZA_CLIENT_ID || e.SHOPLAZZA_CLIENT_SECRET, { path: ['SHOPLAZZA_CLIENT_SECRET'] })
    .refine((e) => !e.SHOPLAZZA_CLIENT_SECRET || e.SHOPLAZZA_CLIENT_ID, { path: ['SHOPLAZZA_CLIENT_ID'] })
    .safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `  ${name}: ${present[name] === undefined ? 'is missing' : issue.message}`;
    });
    throw new ConfigError(`Tagalong cannot start, its environment is not right:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  return {
    mode: e.NODE_ENV,
    database: {
      url: e.DATABASE_URL,
      runtimeUrl: e.RUNTIME_DATABASE_URL,
      poolMax: e.DATABASE_POOL_MAX,
      timeoutMs: e.DATABASE_TIMEOUT_SECONDS * 1000,
    },
    web: {
      host: e.HOST,
      port: e.PORT,
      appUrl: e.APP_URL.replace(/\/$/, ''),
      extraFrameAncestors: e.EXTRA_FRAME_ANCESTORS.split(/\s+/).filter(Boolean),
      webhookBodyLimitBytes: e.WEBHOOK_BODY_LIMIT_BYTES,
      metricsToken: e.METRICS_TOKEN,
      workerPort: e.WORKER_PORT,
      trustProxy: e.TRUST_PROXY,
    },
    cache: {
      provider: e.CACHE_PROVIDER,
      defaultSeconds: e.CACHE_DEFAULT_EXPIRATION_MINUTES * 60,
      folder: e.CACHE_FILE_PATH,
      redisUrl: e.CACHE_REDIS_URL ?? '',
    },
    log: { level: e.LOG_LEVEL },
    alerts: { smtpUrl: e.SMTP_URL, mailFrom: e.MAIL_FROM, allowPrivate: e.ALERT_WEBHOOKS_ANYWHERE },
    secrets: { encryptionKeys: e.ENCRYPTION_KEYS, personHashKey: e.PERSON_HASH_KEY },
    shopify: {
      apiKey: e.SHOPIFY_API_KEY,
      apiSecret: e.SHOPIFY_API_SECRET,
      previousApiSecret: e.SHOPIFY_API_SECRET_PREVIOUS,
      apiOrigin: e.SHOPIFY_API_ORIGIN?.replace(/\/$/, ''),
      appBridgeUrl: e.SHOPIFY_APP_BRIDGE_URL,
    },
    /** null: the app is not offered there */
    shoplazza:
      e.SHOPLAZZA_CLIENT_ID && e.SHOPLAZZA_CLIENT_SECRET
        ? {
            clientId: e.SHOPLAZZA_CLIENT_ID,
            clientSecret: e.SHOPLAZZA_CLIENT_SECRET,
            previousClientSecret: e.SHOPLAZZA_CLIENT_SECRET_PREVIOUS,
            apiOrigin: e.SHOPLAZZA_API_ORIGIN?.replace(/\/$/, ''),
            frameAncestors: e.SHOPLAZZA_FRAME_ANCESTORS.split(/\s+/).filter(Boolean),
            adminPath: e.SHOPLAZZA_ADMIN_PATH.replaceAll('{clientId}', e.SHOPLAZZA_CLIENT_ID),
            priceFunctionId: e.SHOPLAZZA_PRICE_FUNCTION_ID ?? null,
          }
        : null,
  };
}

/** The environment is not right; the message is for the person who starts the program. */
export class ConfigError extends Error {}

let current: Config | undefined;

/** The configuration of this process, read on first use. */
export function config(): Config {
  current ??= readConfig(process.env);
  return current;
}

/** Sets the configuration of this process; entries and tests only. */
export function setConfig(next: Config): void {
  current = next;
}

function decodeKey(text: string): Buffer | undefined {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
}

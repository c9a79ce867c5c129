import { setTimeout as rest } from 'node:timers/promises';
import { config } from '../config/config.server';
import { type Sql, withTenantSql, withTenantsInTurn } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import { alertsTold } from '../observability/metrics.server';
import { findStore } from '../tenancy/store.server';
import {
  type AlertSettings,
  noteTold,
  openAlerts,
  readAlertSettings,
  readReadings,
  readUnfinished,
  saveDecision,
  storesToLookAt,
  untold,
} from './alert-store.server';
import { callWebhook, canSendEmail, sendEmail } from './channels.server';
import { decide, isQuiet } from './decide';
import { type Message, messageOf } from './message';
import { troublesIn } from './rules';

/** So many stores at once: one whose mail server is slow keeps few others waiting. */
const atOnce = 4;

/** So many stores are glanced at in one transaction. */
const glancedAtOnce = 20;

/** Looks at every connected store. @returns how many were told */
export async function lookAtStores(now = new Date()): Promise<number> {
  const left = await notCalm(await storesToLookAt());
  let told = 0;
  const lookOn = async () => {
    for (let storeId = left.pop(); storeId !== undefined; storeId = left.pop()) {
      try {
        if (await lookAt(storeId, now)) told += 1;
      } catch (err) {
        log.warn({ err, storeId }, 'could not look after the alerts of a store');
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lookOn));
  return told;
}

/**
 * Leaves out the stores at which a look would find nothing to do: nearly all of them, nearly always. Looking at a
 * thousand stores in full keeps their orders waiting, every minute for many seconds; glancing at them rests as long as
 * it works.
 */
async function notCalm(storeIds: StoreId[]): Promise<StoreId[]> {
  const left: StoreId[] = [];
  for (let at = 0; at < storeIds.length; at += glancedAtOnce) {
    const some = storeIds.slice(at, at + glancedAtOnce);
    const begun = performance.now();
    try {
      await withTenantsInTurn(async (inStore) => {
        const found: StoreId[] = [];
        for (const storeId of some) if (!(await inStore(storeId, (sql) => isCalm(sql, storeId)))) found.push(storeId);
        left.push(...found);
      });
    } catch (err) {
      log.warn({ err }, 'could not glance at some stores, so each is looked at');
      left.push(...some);
    }
    await rest(performance.now() - begun);
  }
  return left;
}

async function isCalm(sql: Sql, storeId: StoreId): Promise<boolean> {
  const { thresholds, hasUnfinished } = await readUnfinished(sql, storeId);
  return !hasUnfinished && troublesIn(await readReadings(sql, storeId), thresholds).length === 0;
}

/**
 * Raises and ends a store's alerts, then tells what is untold, unless it is quiet there now: then a later look does.
 * @returns whether somebody was told
 */
export async function lookAt(storeId: StoreId, now: Date): Promise<boolean> {
  const store = await findStore(storeId);
  if (!store) return false;
  const settings = await withTenantSql(storeId, async (sql) => {
    const read = await readAlertSettings(sql, storeId, store.platform);
    const troubles = troublesIn(await readReadings(sql, storeId), read.thresholds);
    await saveDecision(sql, storeId, decide(troubles, await openAlerts(sql, storeId)));
    return read;
  });
  if (isQuiet(now, store.timeZone, settings.quiet)) return false;
  return withTenantSql(storeId, (sql) => tell(sql, storeId, store.name ?? store.domain, settings));
}

async function tell(sql: Sql, storeId: StoreId, name: string, settings: AlertSettings): Promise<boolean> {
  const all = await untold(sql, storeId);
  if (all.length === 0) return false;
  const message = messageOf({ name, url: `${config().web.appUrl}/app/sync` }, all);
  const sent = await Promise.all(waysOf(settings).map(([way, send]) => attempt(storeId, way, () => send(message))));
  // One way that works is enough; where none does, the next look tries again. On the pages it is in any case.
  if (sent.length > 0 && !sent.includes(true)) return false;
  await noteTold(sql, storeId, all);
  return sent.includes(true);
}

type Way = ['email' | 'webhook', (message: Message) => Promise<void>];

function waysOf({ email, webhook }: AlertSettings): Way[] {
  const ways: Way[] = [];
  if (email !== null && canSendEmail()) ways.push(['email', (message) => sendEmail(email, message)]);
  if (webhook !== null) ways.push(['webhook', (message) => callWebhook(webhook, message)]);
  return ways;
}

async function attempt(storeId: StoreId, way: string, send: () => Promise<void>): Promise<boolean> {
  try {
    await send();
    alertsTold.inc({ way, ending: 'sent' });
    return true;
  } catch (err) {
    alertsTold.inc({ way, ending: 'failed' });
    log.warn({ err, storeId, way }, 'an alert could not be told');
    return false;
  }
}

/** Tells something harmless, so that a merchant sees that it arrives. @throws {Fault} when it does not */
export async function tellTest(storeId: StoreId, settings: AlertSettings): Promise<('email' | 'webhook')[]> {
  const store = await findStore(storeId);
  const name = store?.name ?? store?.domain ?? 'Your store';
  const message = {
    subject: `${name}: this is a test`,
    text: `Alerts of Tagalong will reach you here.\n\n${config().web.appUrl}/app/settings\n`,
  };
  const ways = waysOf(settings);
  for (const [, send] of ways) await send(message);
  return ways.map(([way]) => way);
}

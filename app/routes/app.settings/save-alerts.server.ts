import { json } from '@remix-run/node';
import { saveAlertSettings } from '~/alerts/alert-store.server';
import { type AlertForm, readAlertForm } from '~/alerts/form';
import { tellTest } from '~/alerts/look.server';
import { ruleNames } from '~/alerts/rules';
import { asFault } from '~/domain/shared/fault';
import type { StoreId } from '~/domain/shared/ids';
import { enqueue } from '~/jobs/queue.server';
import { audit } from '~/tenancy/audit-store.server';
import type { StoreRecord } from '~/tenancy/store.server';
import type { AlertAnswer } from './alert-answer';

/** Saves the form of alerts, or sends a test with it as it stands. */
export async function answerAlerts(storeId: StoreId, store: StoreRecord, form: FormData, actor: string) {
  const read = readAlertForm(formIn(form));
  if ('errors' in read) return json<AlertAnswer>({ outcome: 'alerts-invalid', errors: read.errors }, { status: 422 });
  if (form.get('intent') === 'alerts-test') return json(await test(storeId, read.settings));
  await saveAlertSettings(storeId, store.platform, read.settings);
  const { email, webhook, quiet, thresholds } = read.settings;
  const detail = { email: email !== null, webhook: webhook !== null, quiet: JSON.stringify(quiet), ...thresholds };
  await audit(storeId, { actor, action: 'alerts.changed', detail });
  // Trouble that a new threshold finds is told now, not at the next look.
  await enqueue('alerts', {});
  return json<AlertAnswer>({ outcome: 'alerts-saved' });
}

async function test(storeId: StoreId, settings: Parameters<typeof tellTest>[1]): Promise<AlertAnswer> {
  try {
    const ways = await tellTest(storeId, settings);
    const names = ways.map((way) => (way === 'email' ? 'e-mail' : 'webhook')).join(' and ');
    return {
      outcome: 'alerts-tested',
      message: names === '' ? 'There is nowhere to send a test to' : `Test sent by ${names}`,
    };
  } catch (error) {
    return { outcome: 'alerts-failed', message: `The test did not arrive. ${asFault(error).publicMessage}` };
  }
}

function formIn(form: FormData): AlertForm {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    ...{ email: text('email'), webhook: text('webhook'), quietFrom: text('quietFrom'), quietTo: text('quietTo') },
    thresholds: Object.fromEntries(ruleNames.map((rule) => [rule, text(rule)])),
  };
}

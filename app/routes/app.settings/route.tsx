import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { Layout, Page } from '@shopify/polaris';
import { readAlertSettings } from '~/alerts/alert-store.server';
import { canSendEmail } from '~/alerts/channels.server';
import { clockOf } from '~/alerts/form';
import { withTenantSql } from '~/db/client.server';
import { platformOf } from '~/platforms/registry.server';
import { listPrivacyRequests } from '~/privacy/request-store.server';
import { createApiKey, listApiKeys, revokeApiKey } from '~/tenancy/api-keys-store.server';
import { audit } from '~/tenancy/audit-store.server';
import { membersOf } from '~/tenancy/group-store.server';
import { isRole } from '~/tenancy/roles';
import { findStores } from '~/tenancy/store.server';
import { titled } from '~/ui/titled';
import { onPage } from '../app/on-page.server';
import { AlertsCard } from './alerts-card';
import { ApiKeysCard } from './api-keys-card';
import { GroupCard } from './group-card';
import type { KeyAnswer } from './key-answer';
import { PrivacyCard } from './privacy-card';
import { answerAlerts } from './save-alerts.server';
import { answerGroup } from './save-group.server';
import { answerTicks } from './save-ticks.server';
import { StoreCard } from './store-card';
import { TicksCard } from './ticks-card';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Settings');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const [keys, requests, alerts, members] = await Promise.all([
      listApiKeys(storeId),
      listPrivacyRequests(storeId),
      withTenantSql(storeId, (sql) => readAlertSettings(sql, storeId, store.platform)),
      membersOf(storeId),
    ]);
    const others = await findStores(members.slice(1));
    const { name, domain, currency, timeZone, planName, installedAt } = store;
    return json({
      store: { name, domain, currency, timeZone, planName, installedAt },
      keys,
      requests,
      others: others.map((one) => ({
        ...{ id: one.id, name: one.name ?? one.domain, platform: platformOf(one.platform).title },
      })),
      ticks: { isOurs: platformOf(store.platform).mayPreTick, preTicked: store.settings.preTicked === true },
      canEmail: canSendEmail(),
      alerts: {
        email: alerts.email ?? '',
        webhook: alerts.webhook ?? '',
        quietFrom: alerts.quiet ? clockOf(alerts.quiet.from) : '',
        quietTo: alerts.quiet ? clockOf(alerts.quiet.to) : '',
        thresholds: Object.fromEntries(Object.entries(alerts.thresholds).map(([rule, value]) => [rule, String(value)])),
      },
    });
  });
}

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId }, store }) => {
    const form = await request.formData();
    const actor = userId ? `merchant:${userId}` : 'merchant';
    if (String(form.get('intent')).startsWith('alerts')) return answerAlerts(storeId, store, form, actor);
    if (String(form.get('intent')).startsWith('group')) return answerGroup(storeId, form, actor);
    if (form.get('intent') === 'ticks') return answerTicks(store, form, actor);
    if (form.get('intent') === 'revoke') {
      const id = String(form.get('id') ?? '');
      if (await revokeApiKey(storeId, id)) await audit(storeId, { actor, action: 'api-key.revoked', detail: { id } });
      return json<KeyAnswer>({ outcome: 'revoked' });
    }
    const name = String(form.get('name') ?? '').trim();
    const role = String(form.get('role') ?? '');
    if (name === '' || name.length > 60) {
      return json<KeyAnswer>({ outcome: 'invalid', message: 'Enter a name of 1 to 60 characters.' }, { status: 422 });
    }
    if (!isRole(role)) return json<KeyAnswer>({ outcome: 'invalid', message: 'Choose a role.' }, { status: 422 });
    const { id, key } = await createApiKey(storeId, name, role);
    await audit(storeId, { actor, action: 'api-key.created', detail: { id, role } });
    return json<KeyAnswer>({ outcome: 'created', key, name }, { headers: { 'cache-control': 'no-store' } });
  });
}

export default function Settings() {
  const { store, keys, requests, alerts, canEmail, ticks, others } = useLoaderData<typeof loader>();
  return (
    <Page title="Settings">
      <TitleBar title="Settings" />
      <Layout>
        <Layout.AnnotatedSection
          title="General"
          description="What Tagalong knows about your store. It follows your store’s own settings."
        >
          <StoreCard store={store} />
        </Layout.AnnotatedSection>
        {ticks.isOurs ? (
          <Layout.AnnotatedSection
            title="Tick boxes"
            description="How the boxes of add-ons stand when a shopper opens a product page."
          >
            <TicksCard preTicked={ticks.preTicked} />
          </Layout.AnnotatedSection>
        ) : null}
        <Layout.AnnotatedSection
          title="Privacy requests"
          description="When a customer asks for their data or its erasure, the request arrives here and is carried out by itself."
        >
          <PrivacyCard requests={requests} timeZone={store.timeZone} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection
          title="Alerts"
          description="When something needs you, Tagalong says so on its pages, and here if you like. It also says when it is over."
        >
          <AlertsCard saved={alerts} canEmail={canEmail} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection
          title="Your other stores"
          description="Stores of yours, on this platform and others, can share one report. Each store joins from its own settings and may leave."
        >
          <GroupCard others={others} />
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection
          title="API keys"
          description="Let another system of yours read your orders and figures. A key is shown once and works for this store only."
        >
          <ApiKeysCard keys={keys} timeZone={store.timeZone} />
        </Layout.AnnotatedSection>
      </Layout>
    </Page>
  );
}

import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar, useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Page, Text } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { listAddOns } from '~/addons/add-on-store.server';
import { arrangeAddOns, setAddOnStates } from '~/addons/arrange-store.server';
import { addOnPeriods } from '~/analytics/add-on-days-store.server';
import { phaseOf } from '~/domain/addons/details';
import { addDays, dayOf } from '~/domain/shared/day';
import { readPulse } from '~/tenancy/pulse-store.server';
import { counted } from '~/ui/format';
import { titled } from '~/ui/titled';
import { useLive } from '~/ui/use-live';
import { onPage } from '../app/on-page.server';
import { Arrange } from './arrange';
import type { Answer, Asked } from './asked';
import { AddOnsTable } from './table';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

/** The days, today among them, that the list's figures cover. */
const windowDays = 30;

export const meta = titled('Add-ons');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const pulse = await readPulse(storeId);
    const today = dayOf(new Date(), store.timeZone);
    const from = addDays(today, 1 - windowDays);
    const addOns = await listAddOns(storeId);
    const ids = addOns.map((addOn) => addOn.id);
    const [now, before] = await Promise.all([
      addOnPeriods(storeId, { from, to: today }, ids),
      addOnPeriods(storeId, { from: addDays(from, -windowDays), to: addDays(from, -1) }, ids),
    ]);
    return json({
      pulse,
      currency: store.currency,
      addOns: addOns.map((addOn) => {
        const { id, title, kind, state, price, currency, targets, pricing, publication } = addOn;
        return {
          ...{ id, title, kind, state, price, currency, targets, pricing },
          publication: publication.state,
          phase: phaseOf(addOn, new Date()),
          figures: now.get(id) ?? null,
          revenueBefore: before.get(id)?.revenue ?? '0',
        };
      }),
    });
  });
}
export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId, userId } }) => {
    const asked = (await request.json()) as Asked;
    const actor = userId ? `merchant:${userId}` : 'merchant';
    if (asked.intent === 'arrange') {
      return json<Answer>({ intent: 'arrange', before: await arrangeAddOns(storeId, asked.ids, actor) });
    }
    if (asked.intent === 'restore') {
      for (const { id, state } of asked.states) await setAddOnStates(storeId, [id], state, actor);
      return json<Answer>({ intent: 'restore' });
    }
    const before = new Map((await listAddOns(storeId)).map((addOn) => [addOn.id, addOn]));
    const endings = await setAddOnStates(storeId, asked.ids, asked.state, actor);
    return json<Answer>({
      intent: 'states',
      state: asked.state,
      changed: endings.flatMap(({ id, ending }) => {
        const was = before.get(id)?.state;
        return ending.outcome === 'saved' && was && was !== asked.state ? [{ id, state: was }] : [];
      }),
      refused: endings.flatMap(({ id, ending }) =>
        ending.outcome === 'invalid'
          ? [{ title: before.get(id)?.title ?? '', why: Object.values(ending.errors).join(' ') }]
          : [],
      ),
    });
  });
}

const done = { active: 'activated', draft: 'set to draft', archived: 'archived' } as const;

export default function AddOns() {
  const { pulse, addOns, currency } = useLoaderData<typeof loader>();
  const { ask, busy, refused } = useAsk();
  const [arranging, setArranging] = useState(false);
  useLive(pulse);
  const current = addOns.filter((addOn) => addOn.state !== 'archived');
  return (
    <Page
      title="Add-ons"
      {...(addOns.length > 0
        ? {
            primaryAction: { content: 'Create add-on', url: '/app/add-ons/new' },
            secondaryActions: [
              { content: 'Test box', url: '/app/add-ons/trial' },
              { content: 'Order check', url: '/app/add-ons/check' },
              { content: 'Experiments', url: '/app/add-ons/experiments' },
              ...(current.length > 1 ? [{ content: 'Change order', onAction: () => setArranging(true) }] : []),
            ],
          }
        : {})}
    >
      <TitleBar title="Add-ons" />
      <BlockStack gap="400">
        {refused.length > 0 ? (
          <Banner tone="critical" title={`${counted(refused.length, 'add-on')} could not be changed`}>
            <BlockStack gap="050">
              {refused.map(({ title, why }) => (
                <Text as="p" key={title + why}>{`${title}: ${why}`}</Text>
              ))}
            </BlockStack>
          </Banner>
        ) : null}
        {arranging ? (
          <Arrange
            addOns={current}
            busy={busy}
            onCancel={() => setArranging(false)}
            onSave={(ids) => {
              ask({ intent: 'arrange', ids });
              setArranging(false);
            }}
          />
        ) : (
          <AddOnsTable
            addOns={addOns}
            currency={currency}
            onState={(ids, state) => ask({ intent: 'states', ids, state })}
          />
        )}
      </BlockStack>
    </Page>
  );
}

/** Asks the action and says what came of it, with the way back. */
function useAsk() {
  const fetcher = useFetcher<Answer>();
  const shopify = useAppBridge();
  const shown = useRef<Answer>();
  const [refused, setRefused] = useState<{ title: string; why: string }[]>([]);
  const ask = (asked: Asked) => fetcher.submit(asked, { method: 'post', encType: 'application/json' });
  useEffect(() => {
    const answer = fetcher.data;
    if (fetcher.state !== 'idle' || !answer || answer === shown.current) return;
    shown.current = answer;
    if (answer.intent === 'restore') {
      shopify.toast.show('As it was before');
    } else if (answer.intent === 'arrange') {
      const undo = () => ask({ intent: 'arrange', ids: answer.before });
      shopify.toast.show('Order saved', { action: 'Undo', onAction: undo });
    } else {
      setRefused(answer.refused);
      if (answer.changed.length === 0) return;
      const undo = () => ask({ intent: 'restore', states: answer.changed });
      const words = `${counted(answer.changed.length, 'add-on')} ${done[answer.state]}`;
      shopify.toast.show(words, { action: 'Undo', onAction: undo });
    }
  });
  return { ask, busy: fetcher.state !== 'idle', refused };
}

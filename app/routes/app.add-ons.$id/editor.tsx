import { useFetcher, useNavigate } from '@remix-run/react';
import { SaveBar, TitleBar, useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, InlineStack, Layout, Page, Text } from '@shopify/polaris';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AddOnErrors, AddOnInput, AddOnView } from '~/addons/add-on';
import { Status } from '~/ui/status';
import type { Answer, Asked } from './asked';
import { ConditionsCard } from './conditions-card';
import { WordsCard } from './fields';
import { InputsCard } from './inputs-card';
import { LanguagesCard } from './languages-card';
import { Preview } from './preview';
import { PriceCard } from './price-card';
import { QuantityCard } from './quantity-card';
import { ScheduleCard } from './schedule-card';
import { TargetsCard } from './targets-card';
import { blank, sameValues } from './words';

/** The editor of one add-on, new or known: fields, preview, and the platform's own save bar. */
export function AddOnEditor(props: {
  addOn: AddOnView | null;
  currency: string;
  warnings: string[];
  /** prices may be named by currency */
  byCurrency: boolean;
  children?: ReactNode;
}) {
  const { addOn, currency, warnings, byCurrency, children } = props;
  const known: AddOnInput = addOn ?? blank;
  const [values, setValues] = useState<AddOnInput>(known);
  const { ask, busy, errors, clearErrors, savedTimes } = useAsk(known);
  const dirty = !sameValues(values, known);
  const title = addOn ? addOn.title : 'Create add-on';
  const archived = addOn?.state === 'archived';

  const change = (patch: Partial<AddOnInput>) => {
    setValues((current) => ({ ...current, ...patch }));
    clearErrors(Object.keys(patch) as (keyof AddOnInput)[]);
  };
  // What was saved elsewhere (published, archived) shows at once where nothing is being typed.
  const lastKnown = useRef(known);
  const lastSaved = useRef(savedTimes);
  useEffect(() => {
    if (sameValues(lastKnown.current, known)) return;
    // What was saved comes back as the store reads it.
    if (lastSaved.current !== savedTimes || sameValues(values, lastKnown.current)) setValues(known);
    lastKnown.current = known;
    lastSaved.current = savedTimes;
  });
  const card = { values, currency, errors, onChange: change };

  return (
    <Page
      title={title}
      backAction={{ content: 'Add-ons', url: '/app/add-ons' }}
      {...(addOn
        ? {
            titleMetadata: (
              <InlineStack gap="100">
                <Status of="addOn" is={addOn.state} />
                <Status of="publication" is={addOn.publication.state} />
              </InlineStack>
            ),
            secondaryActions: [
              { content: 'Duplicate', onAction: () => ask({ intent: 'duplicate' }), disabled: dirty, loading: busy },
              archived
                ? { content: 'Bring back', onAction: () => ask({ intent: 'state', state: 'draft' }), loading: busy }
                : {
                    content: 'Archive',
                    destructive: true,
                    onAction: () => ask({ intent: 'state', state: 'archived' }),
                    loading: busy,
                  },
            ],
          }
        : {})}
    >
      <TitleBar title={title} />
      <SaveBar id="add-on-save-bar" open={dirty}>
        {/* The platform draws these two; their words come from it. */}
        <button
          type="button"
          {...{ variant: 'primary' }}
          disabled={busy}
          onClick={() => ask({ intent: 'save', values })}
        >
          Save
        </button>
        <button
          type="button"
          onClick={() => {
            setValues(known);
            clearErrors();
          }}
        >
          Discard
        </button>
      </SaveBar>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (dirty) ask({ intent: 'save', values });
        }}
      >
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <Errors errors={errors} />
              {addOn?.publication.state === 'failed' ? (
                <Banner
                  tone="critical"
                  title="Publishing did not work"
                  action={{ content: 'Try again', onAction: () => ask({ intent: 'publish' }), loading: busy }}
                >
                  {addOn.publication.error ?? 'The platform did not take it. It is tried again by itself.'}
                </Banner>
              ) : null}
              {warnings.length > 0 ? (
                <Banner tone="warning" title="Worth a look">
                  <BlockStack gap="050">
                    {warnings.map((word) => (
                      <Text as="p" key={word}>
                        {word}
                      </Text>
                    ))}
                  </BlockStack>
                </Banner>
              ) : null}
              {children}
              <WordsCard {...card} />
              <PriceCard {...card} ladder={addOn?.publication.ladder ?? null} byCurrency={byCurrency} />
              <TargetsCard {...card} />
              <ConditionsCard {...card} />
              <QuantityCard {...card} />
              <InputsCard {...card} />
              <LanguagesCard {...card} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <ScheduleCard {...card} />
              <Preview values={values} />
            </BlockStack>
          </Layout.Section>
        </Layout>
        <input type="submit" hidden />
      </form>
    </Page>
  );
}

function Errors({ errors }: { errors: AddOnErrors }) {
  const words = Object.values(errors);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (words.length > 0) box.current?.focus();
  }, [words.length]);
  if (words.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1}>
      <Banner
        tone="critical"
        title={words.length === 1 ? 'One thing needs a change' : `${words.length} things need a change`}
      >
        <BlockStack gap="050">
          {words.map((word) => (
            <Text as="p" key={word}>
              {word}
            </Text>
          ))}
        </BlockStack>
      </Banner>
    </div>
  );
}

const said: Record<Asked['intent'], string> = {
  save: 'Add-on saved',
  state: 'Add-on saved',
  publish: 'Publishing again',
  duplicate: 'This is the copy, a draft',
};

/** Asks the action and shows its answer: errors by their fields, a toast with undo, the new page. */
function useAsk(known: AddOnInput) {
  const fetcher = useFetcher<Answer>();
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const [errors, setErrors] = useState<AddOnErrors>({});
  const [savedTimes, setSavedTimes] = useState(0);
  const shown = useRef<Answer>();
  const before = useRef(known);
  const ask = (asked: Asked) => {
    before.current = known;
    fetcher.submit(asked, { method: 'post', encType: 'application/json' });
  };

  useEffect(() => {
    const answer = fetcher.data;
    if (fetcher.state !== 'idle' || !answer || answer === shown.current) return;
    shown.current = answer;
    if (answer.outcome === 'invalid') {
      setErrors(answer.errors);
      return;
    }
    setErrors({});
    if (answer.intent === 'save') setSavedTimes((times) => times + 1);
    const values = before.current;
    const isSame = location.pathname.endsWith(answer.id);
    if (answer.intent === 'state' && answer.state === 'archived') {
      const state = values.state === 'archived' ? 'draft' : values.state;
      shopify.toast.show('Add-on archived', { action: 'Undo', onAction: () => ask({ intent: 'state', state }) });
    } else if (answer.intent === 'save' && isSame) {
      shopify.toast.show(said.save, { action: 'Undo', onAction: () => ask({ intent: 'save', values }) });
    } else {
      shopify.toast.show(said[answer.intent]);
    }
    if (!isSame) navigate(`/app/add-ons/${answer.id}`, { replace: true });
  });

  return {
    ask,
    savedTimes,
    busy: fetcher.state !== 'idle',
    errors,
    clearErrors: (fields?: (keyof AddOnInput)[]) =>
      setErrors((current) =>
        fields ? Object.fromEntries(Object.entries(current).filter(([name]) => !fields.includes(name as never))) : {},
      ),
  };
}

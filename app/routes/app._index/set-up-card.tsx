import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Box, Button, Card, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { CheckCircleIcon } from '@shopify/polaris-icons';
import { useEffect, useState } from 'react';
import { type Placed, placedIn, type SetUp, type Step, stepsOf } from './steps';

/** The set-up guide: what is done, and what to do next. Gone for good once it is done and put away. */
export function SetUpCard(props: {
  setUp: Omit<SetUp, 'placed'>;
  apiKey: string;
  onHide: () => void;
  onConfirm: (done: boolean) => void;
}) {
  const { setUp, apiKey, onHide, onConfirm } = props;
  const placed = usePlaced();
  const steps = stepsOf({ ...setUp, placed: placed ?? untold });
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  const [opened, setOpened] = useState<Step['id'] | null>(null);
  const open = opened ?? next?.id;
  const complete = done === steps.length;

  // Nothing is left to read in a list of what is done.
  if (complete) {
    return (
      <Card>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              You are all set
            </Text>
            <Text as="p" tone="subdued">
              All {steps.length} steps of the set-up guide are done.
            </Text>
          </BlockStack>
          <Button variant="tertiary" onClick={onHide}>
            Hide
          </Button>
        </InlineStack>
      </Card>
    );
  }

  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Set-up guide
        </Text>
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          <span className="tg-number">
            <Text as="span" tone="subdued" id="set-up-progress">
              {done} of {steps.length} done
            </Text>
          </span>
          <Box width="100%">
            <ProgressBar
              progress={Math.round((done / steps.length) * 100)}
              size="small"
              tone="success"
              ariaLabelledBy="set-up-progress"
            />
          </Box>
        </InlineStack>
        <ol className="tg-steps">
          {steps.map((step) => (
            <StepRow
              key={step.id}
              step={step}
              open={step.id === open}
              next={step === next}
              apiKey={apiKey}
              onOpen={() => setOpened(step.id)}
              onConfirm={placed !== null && step.merchantSays ? onConfirm : null}
            />
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function StepRow(props: {
  step: Step;
  open: boolean;
  next: boolean;
  apiKey: string;
  onOpen: () => void;
  /** null: it is not the merchant's to say */
  onConfirm: ((done: boolean) => void) | null;
}) {
  const { step, open, next, apiKey, onOpen, onConfirm } = props;
  return (
    <li className={`tg-step${open ? ' tg-step--open' : ''}`}>
      <Mark done={step.done} />
      <BlockStack gap="200" inlineAlign="start">
        <button type="button" className="tg-step__title" aria-expanded={open} onClick={onOpen}>
          {step.title}
          <span className="tg-hidden">{step.done ? ', done' : ', to do'}</span>
        </button>
        {open ? (
          <>
            <Text as="p" tone="subdued">
              {step.help}
            </Text>
            {step.seen ? <Text as="p">{step.seen}</Text> : null}
            {step.action && !step.done ? (
              step.action.url.startsWith(themeEditor) ? (
                <Button
                  variant={next ? 'primary' : 'secondary'}
                  onClick={() => openThemeEditor(step.action?.url ?? '', apiKey)}
                >
                  {step.action.label}
                </Button>
              ) : (
                <Button variant={next ? 'primary' : 'secondary'} url={step.action.url}>
                  {step.action.label}
                </Button>
              )
            ) : null}
            {onConfirm ? (
              <Button variant="plain" onClick={() => onConfirm(!step.done)}>
                {step.done ? 'Mark as not done' : 'Mark as done'}
              </Button>
            ) : null}
          </>
        ) : null}
      </BlockStack>
    </li>
  );
}

function Mark({ done }: { done: boolean }) {
  return (
    <span className={`tg-step__mark tg-step__mark--${done ? 'done' : 'open'}`} aria-hidden>
      {done ? (
        <CheckCircleIcon />
      ) : (
        <svg viewBox="0 0 20 20" aria-hidden>
          <circle cx="10" cy="10" r="7.5" />
        </svg>
      )}
    </span>
  );
}

const untold: Placed = { block: null, embed: null };

/**
 * What of the widget is in the published theme, as far as the platform tells; asked again when the page is looked at again.
 * Null until it was asked.
 */
function usePlaced(): Placed | null {
  const shopify = useAppBridge();
  const [placed, setPlaced] = useState<Placed | null>(null);
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        setPlaced(placedIn(await shopify.app.extensions()));
      } catch {
        setPlaced(untold);
      }
    };
    void look();
    // The theme is changed in another tab, or beside this one.
    const often = setInterval(look, 5000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(often);
      document.removeEventListener('visibilitychange', look);
    };
  }, [shopify]);
  return placed;
}

const themeEditor = 'theme-editor:';

/** The theme editor, with what a step wants ready to be saved. */
function openThemeEditor(url: string, apiKey: string): void {
  const query = url.slice(themeEditor.length).replace('{api key}', encodeURIComponent(apiKey));
  open(`shopify://admin/themes/current/editor?${query}`, '_blank');
}

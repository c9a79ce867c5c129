import { useLocation, useRouteLoaderData } from '@remix-run/react';
import { TitleBar } from '@shopify/app-bridge-react';
import { BlockStack, Card, Page, Text } from '@shopify/polaris';
import { definitions } from '~/ui/definitions';
import { zoneName } from '~/ui/format';
import type { Shell } from '~/ui/shell';
import { titled } from '~/ui/titled';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Definitions');

/** What each figure means: every figure on every page links here. */
export default function Definitions() {
  const shell = useRouteLoaderData<Shell>('routes/app');
  // Moving inside the page does not set :target, so the asked-for definition is marked by hand.
  const asked = useLocation().hash.slice(1);
  return (
    <Page
      title="Definitions"
      subtitle="How every figure is counted"
      backAction={{ content: 'Analytics', url: '/app/analytics' }}
      narrowWidth
    >
      <TitleBar title="Definitions" />
      <BlockStack gap="400">
        <Card>
          <Text as="p">
            Days are days of your store’s time zone{shell ? `, ${zoneName(shell.store.timeZone)}` : ''}. Amounts are in
            your store’s currency{shell ? `, ${shell.store.currency}` : ''}, whatever the shopper paid in.
          </Text>
        </Card>
        {definitions.map(({ id, name, counts, when, formula }) => (
          <section
            key={id}
            id={id}
            className={`tg-definition${id === asked ? ' tg-definition--asked' : ''}`}
            aria-labelledby={`${id}-name`}
          >
            <Card>
              <BlockStack gap="200">
                <Text as="h2" variant="headingMd" id={`${id}-name`}>
                  {name}
                </Text>
                <Text as="p">{counts}</Text>
                {formula ? (
                  <p className="tg-code">
                    {name.toLowerCase()} = {formula}
                  </p>
                ) : null}
                <Text as="p" tone="subdued">
                  {when}
                </Text>
              </BlockStack>
            </Card>
          </section>
        ))}
      </BlockStack>
    </Page>
  );
}

import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { OrderStory } from '~/domain/orders/story';
import { moment } from '~/ui/format';
import { type LedgerLine, ledgerLines } from './ledger-lines';

/** The money of the order, line by line: what was sold, what changed it, what was paid, what is due. */
export function LedgerCard({ story, timeZone }: { story: OrderStory; timeZone: string }) {
  const [withOutdated, setWithOutdated] = useState(false);
  const outdated = story.entries.filter(({ knownTo }) => knownTo !== null).length;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Ledger
          </Text>
          {outdated > 0 ? (
            <Button variant="plain" onClick={() => setWithOutdated(!withOutdated)} ariaExpanded={withOutdated}>
              {withOutdated ? 'Hide earlier versions' : `Show earlier versions (${outdated})`}
            </Button>
          ) : null}
        </InlineStack>
        <table className="tg-ledger">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className="tg-end">
                Amount
              </th>
              <th scope="col" className="tg-end">
                Due after
              </th>
            </tr>
          </thead>
          <tbody>
            {ledgerLines(story, withOutdated).map((line) => (
              <Line key={line.key} line={line} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </BlockStack>
    </Card>
  );
}

function Line({ line, timeZone }: { line: LedgerLine; timeZone: string }) {
  return (
    <tr className={line.outdated === null ? undefined : 'tg-outdated'}>
      <th scope="row">
        <Text as="span">{line.what}</Text>
        {line.parts ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {line.parts}
          </Text>
        ) : null}
        <Text as="p" variant="bodySm" tone="subdued">
          {moment(line.at, timeZone)}
          {line.outdated === null ? '' : `, until ${line.outdated}`}
        </Text>
      </th>
      <td>{line.amount}</td>
      <td>{line.due ?? '–'}</td>
    </tr>
  );
}

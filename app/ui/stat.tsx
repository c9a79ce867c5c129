import { Link } from '@remix-run/react';
import { BlockStack, Text } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon } from '@shopify/polaris-icons';
import type { ReactNode } from 'react';
import type { Change } from './format';

export type StatProps = {
  label: string;
  value: string;
  /** the id of its definition on the definitions page */
  definition?: string;
  change?: Change | null;
  /** what the change is measured against, for those who hear it */
  against?: string;
  /** the orders that make up the figure */
  orders?: string;
  ordersLabel?: string;
  note?: ReactNode;
};

/** One figure: its name leads to its definition, its foot to the orders behind it. */
export function Stat({ label, value, definition, change, against, orders, ordersLabel, note }: StatProps) {
  return (
    <BlockStack gap="100">
      <Text as="p" variant="bodySm" tone="subdued">
        {definition ? (
          <Link className="tg-term" to={`/app/analytics/definitions#${definition}`}>
            {label}
          </Link>
        ) : (
          label
        )}
      </Text>
      <p className="tg-figure" data-figure={definition ?? label}>
        {value}
      </p>
      {change ? <ChangeMark change={change} against={against} /> : null}
      {note ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {note}
        </Text>
      ) : null}
      {orders ? (
        <Text as="p" variant="bodySm">
          <Link className="tg-more" to={orders}>
            {ordersLabel ?? 'View orders'}
            <span className="tg-hidden"> behind {label.toLowerCase()}</span>
          </Link>
        </Text>
      ) : null}
    </BlockStack>
  );
}

function ChangeMark({ change, against }: { change: Change; against: string | undefined }) {
  const Arrow = change.direction === 'up' ? ArrowUpIcon : change.direction === 'down' ? ArrowDownIcon : null;
  const word = { up: 'up ', down: 'down ', same: '', new: '' }[change.direction];
  return (
    <p className={`tg-change tg-change--${change.direction}`}>
      {Arrow ? <Arrow aria-hidden focusable={false} /> : null}
      <span>
        <span className="tg-hidden">{word}</span>
        {change.text}
        {against ? <span className="tg-hidden"> against {against}</span> : null}
      </span>
    </p>
  );
}

import { Link } from '@remix-run/react';
import { Badge, BlockStack, InlineStack, Text } from '@shopify/polaris';
import type { ExperimentKind, ExperimentView } from '~/addons/experiments/experiment';
import { day, percent } from './format';

const kinds: Record<ExperimentKind, string> = { price: 'Price', text: 'Words', position: 'Place', holdout: 'Holdout' };

type Listed = Pick<
  ExperimentView,
  'id' | 'name' | 'kind' | 'addOnTitle' | 'control' | 'state' | 'startedAt' | 'endedBy'
>;

/** What is and was tried, each with a link to its result. */
export function ExperimentList({ experiments, isOfOne = false }: { experiments: Listed[]; isOfOne?: boolean }) {
  return (
    <ul className="tg-compare">
      {experiments.map((one) => (
        <li key={one.id}>
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <BlockStack gap="050">
              <Link to={`/app/add-ons/experiments/${one.id}`}>{one.name}</Link>
              <Text as="span" tone="subdued" variant="bodySm">
                {[
                  kinds[one.kind],
                  isOfOne ? null : one.addOnTitle,
                  `since ${day(one.startedAt.slice(0, 10), 'short')}`,
                  `${percent(1 - one.control)} of visitors`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </BlockStack>
            <State {...one} />
          </InlineStack>
        </li>
      ))}
    </ul>
  );
}

function State({ state, endedBy }: Pick<Listed, 'state' | 'endedBy'>) {
  if (state === 'running') return <Badge tone="success">Running</Badge>;
  return endedBy === 'guard' ? <Badge tone="critical">Ended by the guard rail</Badge> : <Badge>Ended</Badge>;
}

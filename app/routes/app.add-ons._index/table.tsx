import { Link } from '@remix-run/react';
import {
  BlockStack,
  Card,
  EmptyState,
  IndexTable,
  InlineStack,
  Text,
  useBreakpoints,
  useIndexResourceState,
} from '@shopify/polaris';
import type { AddOnState } from '~/addons/add-on';
import { type Change, change, counted, money, percent } from '~/ui/format';
import { Sparkline } from '~/ui/sparkline';
import { Status } from '~/ui/status';
import { addOnKindName, priceWords, targetWords } from '../app.add-ons.$id/words';
import type { ListedAddOn } from './listed';

type TableProps = {
  addOns: ListedAddOn[];
  currency: string;
  onState: (ids: string[], state: AddOnState) => void;
};

/** All add-ons with state, price and what they earned; several can be changed at once. */
export function AddOnsTable({ addOns, currency, onState }: TableProps) {
  const { smDown } = useBreakpoints();
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } =
    useIndexResourceState(addOns);
  const bulk = (content: string, state: AddOnState) => ({
    content,
    onAction: () => {
      onState(selectedResources, state);
      clearSelection();
    },
  });
  if (addOns.length === 0) {
    return (
      <Card padding="0">
        <EmptyState
          heading="Offer something useful with your products"
          image="/empty-add-ons.svg"
          action={{ content: 'Create add-on', url: '/app/add-ons/new' }}
        >
          <p>Gift wrap, a warranty, engraving: shoppers see it on the product page and choose it themselves.</p>
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: 'add-on', plural: 'add-ons' }}
        itemCount={addOns.length}
        selectedItemsCount={allResourcesSelected ? 'All' : selectedResources.length}
        onSelectionChange={handleSelectionChange}
        promotedBulkActions={[bulk('Activate', 'active'), bulk('Set to draft', 'draft'), bulk('Archive', 'archived')]}
        condensed={smDown}
        headings={[
          { title: 'Add-on' },
          { title: 'State' },
          { title: 'Price', alignment: 'end' },
          { title: 'Attach rate, 30 days', alignment: 'end' },
          { title: 'Revenue, 30 days', alignment: 'end' },
          { title: 'Trend' },
        ]}
      >
        {addOns.map((addOn, position) => (
          <IndexTable.Row
            id={addOn.id}
            key={addOn.id}
            position={position}
            selected={selectedResources.includes(addOn.id)}
          >
            {smDown ? <Narrow addOn={addOn} currency={currency} /> : <Wide addOn={addOn} currency={currency} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

type RowProps = { addOn: ListedAddOn; currency: string };

function Narrow({ addOn, currency }: RowProps) {
  return (
    <div className="tg-narrow">
      <BlockStack gap="100">
        <InlineStack align="space-between" wrap={false} gap="200">
          <Name addOn={addOn} />
          <Text as="span" numeric>
            {priceWords(addOn)}
          </Text>
        </InlineStack>
        <Text as="span" variant="bodySm" tone="subdued">
          {`${money(addOn.figures?.revenue ?? '0', currency)} and ${percent(addOn.figures?.attachRate ?? null)} of orders in 30 days`}
        </Text>
        <States addOn={addOn} />
      </BlockStack>
    </div>
  );
}

function Wide({ addOn, currency }: RowProps) {
  const revenue = addOn.figures?.revenue ?? '0';
  const moved = change(revenue, addOn.revenueBefore);
  return (
    <>
      <IndexTable.Cell>
        <BlockStack>
          <Name addOn={addOn} />
          <Text as="span" variant="bodySm" tone="subdued">
            {addOnKindName(addOn.kind)} · {targetWords(addOn.targets)}
          </Text>
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <States addOn={addOn} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {priceWords(addOn)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {percent(addOn.figures?.attachRate ?? null)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <BlockStack inlineAlign="end">
          <Text as="span" numeric>
            {money(revenue, currency)}
          </Text>
          <Text as="span" variant="bodySm" tone="subdued">
            {trendWords(moved) ?? counted(addOn.figures?.orders ?? 0, 'order')}
          </Text>
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Sparkline
          values={(addOn.figures?.days ?? []).map((one) => Number(one.revenue))}
          label={`Revenue of ${addOn.title} by day over 30 days`}
        />
      </IndexTable.Cell>
    </>
  );
}

function trendWords(moved: Change | null): string | null {
  if (moved?.direction !== 'up' && moved?.direction !== 'down') return null;
  return `${moved.direction === 'up' ? 'Up' : 'Down'} ${moved.text} on the 30 days before`;
}

function States({ addOn }: { addOn: ListedAddOn }) {
  const timed = addOn.state === 'active' && addOn.phase !== 'running';
  return (
    <InlineStack gap="100">
      <Status of="addOn" is={timed ? addOn.phase : addOn.state} />
      <Status of="publication" is={addOn.publication} />
    </InlineStack>
  );
}

function Name({ addOn }: { addOn: { id: string; title: string } }) {
  return (
    <Link to={`/app/add-ons/${addOn.id}`} className="tg-name" data-primary-link>
      {addOn.title}
    </Link>
  );
}

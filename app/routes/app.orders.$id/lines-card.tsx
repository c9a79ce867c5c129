import { Link } from '@remix-run/react';
import { Badge, BlockStack, Box, Card, InlineStack, Text } from '@shopify/polaris';
import { consentOf } from '~/domain/addons/consent';
import type { LineView, OrderDetailView } from '~/domain/orders/view';
import { money } from '~/ui/format';

/** The items, each add-on under the item it was bought with, and why it counts as an add-on. */
export function LinesCard({ order, addOnTitles }: { order: OrderDetailView; addOnTitles: Record<string, string> }) {
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <Text as="h2" variant="headingMd">
          Items
        </Text>
      </Box>
      <div className="tg-scroll">
        <table className="tg-table">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col" className="tg-end">
                Quantity
              </th>
              <th scope="col" className="tg-end">
                Price
              </th>
              <th scope="col" className="tg-end">
                Net
              </th>
            </tr>
          </thead>
          <tbody>
            {withParentsFirst(order.lines).map(({ line, parent }) => (
              <tr key={line.platformLineId} id={`line-${line.platformLineId}`}>
                <th scope="row">
                  <div className={parent ? 'tg-child' : undefined}>
                    <LineWords line={line} parent={parent} addOnTitles={addOnTitles} />
                  </div>
                </th>
                <td className="tg-end tg-number">
                  {line.currentQuantity}
                  {line.currentQuantity === line.quantity ? null : (
                    <Text as="p" variant="bodySm" tone="subdued">
                      of {line.quantity}
                    </Text>
                  )}
                </td>
                <td className="tg-end tg-number">{money(line.unitPrice, order.currency)}</td>
                <td className="tg-end tg-number">
                  {money(line.net, order.currency)}
                  {isZero(line.discounts) ? null : (
                    <Text as="p" variant="bodySm" tone="subdued">
                      {money(line.discounts, order.currency)} off
                    </Text>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function LineWords(props: { line: LineView; parent: LineView | null; addOnTitles: Record<string, string> }) {
  const { line, parent, addOnTitles } = props;
  const shown = line.properties.filter(({ name }) => !name.startsWith('_'));
  const addOnTitle = line.addOnId ? addOnTitles[line.addOnId] : undefined;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="medium">
          {line.title}
        </Text>
        {line.isAddOn ? <Badge tone="success">Add-on</Badge> : null}
        {line.isGiftCard ? <Badge>Gift card</Badge> : null}
      </InlineStack>
      {line.variantTitle || line.sku ? (
        <Text as="span" variant="bodySm" tone="subdued">
          {[line.variantTitle, line.sku ? `SKU ${line.sku}` : null].filter(Boolean).join(' · ')}
        </Text>
      ) : null}
      {shown.map(({ name, value }) => (
        <Text as="span" variant="bodySm" tone="subdued" key={`${name}=${value}`}>
          {name}: {value}
        </Text>
      ))}
      {line.isAddOn ? (
        <Text as="span" variant="bodySm" tone="subdued">
          Variant {line.platformVariantId} belongs to add-on{' '}
          {line.addOnId && addOnTitle ? (
            <Link to={`/app/add-ons/${line.addOnId}`}>{addOnTitle}</Link>
          ) : (
            'that was removed'
          )}
          .
        </Text>
      ) : null}
      {line.isAddOn ? <ConsentWords line={line} /> : null}
      {parent ? (
        <Text as="span" variant="bodySm" tone="subdued">
          Bought with <a href={`#line-${parent.platformLineId}`}>{parent.title}</a>.
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** The proof that the shopper chose the add-on. */
function ConsentWords({ line }: { line: LineView }) {
  const consent = consentOf(line.properties);
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      {consent
        ? `Ticked by the shopper on ${consent.tickedAt.replace('T', ' ').slice(0, 19)} UTC at ${consent.priceShown}, widget ${consent.widgetVersion}.`
        : 'No tick came with this line: it was not bought through the widget, or before version 2 of it.'}
    </Text>
  );
}

/** Add-ons right after the line they belong to; everything else in its own order. */
function withParentsFirst(lines: LineView[]): { line: LineView; parent: LineView | null }[] {
  const byId = new Map(lines.map((line) => [line.platformLineId, line]));
  const parentOf = (line: LineView) => byId.get(line.parentPlatformLineId ?? '') ?? null;
  return lines
    .filter((line) => parentOf(line) === null)
    .flatMap((line) => [
      { line, parent: null },
      ...lines.filter((child) => parentOf(child) === line).map((child) => ({ line: child, parent: line })),
    ]);
}

function isZero(decimal: string): boolean {
  return /^-?0*(\.0*)?$/.test(decimal);
}

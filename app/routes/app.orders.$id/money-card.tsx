import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { OrderDetailView, OrderTotals } from '~/domain/orders/view';
import { money } from '~/ui/format';

type Figures = OrderTotals & { addOnRevenue: string };
type Row = { name: keyof Figures; label: string; definition?: string; lowers?: true; always?: true; sum?: true };

const rows: Row[] = [
  { name: 'gross', label: 'Gross sales', definition: 'gross-sales', always: true },
  { name: 'discounts', label: 'Discounts', definition: 'discounts', lowers: true },
  { name: 'returns', label: 'Returns', definition: 'returns', lowers: true },
  { name: 'net', label: 'Net sales', definition: 'net-sales', always: true, sum: true },
  { name: 'shipping', label: 'Shipping' },
  { name: 'tax', label: 'Tax' },
  { name: 'duties', label: 'Duties' },
  { name: 'tips', label: 'Tips' },
  { name: 'total', label: 'Total when ordered', always: true, sum: true },
  { name: 'removed', label: 'Removed by edits', lowers: true },
  { name: 'balance', label: 'Total now', always: true },
  { name: 'paid', label: 'Paid, less what went back', always: true },
  { name: 'refunded', label: 'Paid back', lowers: true },
  { name: 'addOnRevenue', label: 'Add-on revenue', definition: 'add-on-revenue', always: true, sum: true },
];

/** What the order comes to, in the store's currency and, where it differs, in the shopper's. */
export function MoneyCard({ order }: { order: OrderDetailView }) {
  const own: Figures = { ...order.totals, addOnRevenue: order.addOnRevenue };
  const shopper: Figures = { ...order.presentment.totals, addOnRevenue: order.presentment.addOnRevenue };
  const foreign = order.presentmentCurrency !== order.currency;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Money
        </Text>
        <table className="tg-sums">
          {foreign ? (
            <thead>
              <tr>
                <th scope="col">
                  <span className="tg-hidden">Figure</span>
                </th>
                <th scope="col" className="tg-end">
                  Shopper, {order.presentmentCurrency}
                </th>
                <th scope="col" className="tg-end">
                  Store, {order.currency}
                </th>
              </tr>
            </thead>
          ) : null}
          <tbody>
            {rows
              .filter(({ name, always }) => always || Number(own[name]) !== 0)
              .map(({ name, label, definition, lowers, sum }) => (
                <tr key={name} className={sum ? 'tg-total' : undefined}>
                  <th scope="row">{definition ? <Defined name={label} as={definition} /> : label}</th>
                  {foreign ? <td>{signed(shopper[name], order.presentmentCurrency, lowers)}</td> : null}
                  <td>{signed(own[name], order.currency, lowers)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </BlockStack>
    </Card>
  );
}

function Defined({ name, as }: { name: string; as: string }) {
  return (
    <Link className="tg-term" to={`/app/analytics/definitions#${as}`}>
      {name}
    </Link>
  );
}

function signed(decimal: string, currency: string, lowers: true | undefined): string {
  const amount = money(decimal, currency);
  return lowers && !decimal.startsWith('-') && Number(decimal) !== 0 ? `-${amount}` : amount;
}

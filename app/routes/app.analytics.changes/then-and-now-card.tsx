import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { Figures } from '~/analytics/summary';
import { amount } from '~/domain/shared/money';
import { count, money } from '~/ui/format';

export type FiguresThenAndNow = Pick<
  Figures,
  'orders' | 'grossSales' | 'discounts' | 'returns' | 'netSales' | 'addOnRevenue'
>;

const rows = [
  ['grossSales', 'Gross sales', 'gross-sales'],
  ['discounts', 'Discounts', 'discounts'],
  ['returns', 'Returns', 'returns'],
  ['netSales', 'Net sales', 'net-sales'],
  ['addOnRevenue', 'Add-on revenue', 'add-on-revenue'],
] as const;

/** The same days' figures, as known then and now. */
export function ThenAndNowCard(props: {
  before: FiguresThenAndNow;
  now: FiguresThenAndNow;
  days: string;
  known: string;
  currency: string;
}) {
  const { before, now, days, known, currency } = props;
  const difference = (name: (typeof rows)[number][0]) => {
    const value = amount(now[name]).minus(amount(before[name]));
    return value.isZero() ? '–' : `${value.isPositive() ? '+' : ''}${money(value.toFixed(), currency)}`;
  };
  const more = now.orders - before.orders;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {days}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="tg-scroll" tabIndex={0} aria-label={`Figures of ${days}, then and now`}>
          <table className="tg-ledger">
            <thead>
              <tr>
                <th scope="col">
                  <span className="tg-hidden">Figure</span>
                </th>
                <th scope="col" className="tg-end">
                  {known}
                </th>
                <th scope="col" className="tg-end">
                  Now
                </th>
                <th scope="col" className="tg-end">
                  Difference
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">
                  <Term name="Orders" id="orders" />
                </th>
                <td>{count(before.orders)}</td>
                <td>{count(now.orders)}</td>
                <td>{more === 0 ? '–' : `${more > 0 ? '+' : ''}${count(more)}`}</td>
              </tr>
              {rows.map(([name, label, id]) => (
                <tr key={name}>
                  <th scope="row">
                    <Term name={label} id={id} />
                  </th>
                  <td>{money(before[name], currency)}</td>
                  <td>{money(now[name], currency)}</td>
                  <td>{difference(name)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </BlockStack>
    </Card>
  );
}

function Term({ name, id }: { name: string; id: string }) {
  return (
    <Link className="tg-term" to={`/app/analytics/definitions#${id}`}>
      {name}
    </Link>
  );
}

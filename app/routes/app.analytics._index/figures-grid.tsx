import { Card } from '@shopify/polaris';
import type { Summary } from '~/analytics/summary';
import { change, count, money, percent } from '~/ui/format';
import { Stat } from '~/ui/stat';
import { ordersBehind, type View } from '../app.orders._index/choices';

type FiguresOf = Pick<
  Summary,
  | 'addOnRevenue'
  | 'attachRate'
  | 'netSales'
  | 'orders'
  | 'ordersWithAddOn'
  | 'averageOrderValueWithAddOn'
  | 'averageOrderValueWithoutAddOn'
>;

/** The period's figures, each with its definition, its change and the orders behind it. */
export function FiguresGrid(props: {
  now: FiguresOf;
  before: FiguresOf | null;
  against: string;
  currency: string;
  period: { from: string; to: string };
}) {
  const { now, before, against, currency, period } = props;
  const orders = (view: View) => ordersBehind({ ...period, view });
  const moved = (name: keyof FiguresOf) => (before ? change(now[name], before[name]) : null);
  return (
    <Card>
      <div className="tg-stats tg-stats--six">
        <Stat
          label="Add-on revenue"
          value={money(now.addOnRevenue, currency)}
          definition="add-on-revenue"
          change={moved('addOnRevenue')}
          against={against}
          orders={orders('with-add-ons')}
        />
        <Stat
          label="Attach rate"
          value={now.orders === 0 ? '–' : percent(now.attachRate)}
          definition="attach-rate"
          change={now.orders === 0 ? null : moved('attachRate')}
          against={against}
          orders={orders('with-add-ons')}
          ordersLabel={`${count(now.ordersWithAddOn)} of ${count(now.orders)} orders`}
        />
        <Stat
          label="Net sales"
          value={money(now.netSales, currency)}
          definition="net-sales"
          change={moved('netSales')}
          against={against}
          orders={orders('all')}
        />
        <Stat
          label="Orders"
          value={count(now.orders)}
          definition="orders"
          change={moved('orders')}
          against={against}
          orders={orders('all')}
        />
        <Stat
          label="Average order with add-ons"
          value={now.ordersWithAddOn === 0 ? '–' : money(now.averageOrderValueWithAddOn, currency)}
          definition="average-order-with"
          change={now.ordersWithAddOn === 0 ? null : moved('averageOrderValueWithAddOn')}
          against={against}
          orders={orders('with-add-ons')}
        />
        <Stat
          label="Average order without add-ons"
          value={now.orders === now.ordersWithAddOn ? '–' : money(now.averageOrderValueWithoutAddOn, currency)}
          definition="average-order-without"
          change={now.orders === now.ordersWithAddOn ? null : moved('averageOrderValueWithoutAddOn')}
          against={against}
          orders={orders('without-add-ons')}
        />
      </div>
    </Card>
  );
}

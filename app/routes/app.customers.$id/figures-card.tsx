import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { CustomerView } from '~/domain/customers/view';
import { count, money, percent } from '~/ui/format';
import { Stat } from '~/ui/stat';

/** What the customer is worth. */
export function FiguresCard({ customer }: { customer: CustomerView }) {
  const { currency, scores, daysBetweenOrders } = customer;
  const amount = (value: string) => money(value, currency);
  return (
    <Card>
      <BlockStack gap="400">
        <div className="tg-stats">
          <Stat
            label="Lifetime value"
            value={amount(customer.lifetimeNet)}
            definition="lifetime-value"
            note={Number(customer.refunded) === 0 ? null : `${amount(customer.refunded)} paid back`}
          />
          <Stat
            label="Orders"
            value={count(customer.orders)}
            definition="customer-orders"
            orders={`/app/orders?customer=${customer.id}&tests=without`}
          />
          <Stat
            label="Average order"
            value={customer.orders === 0 ? '–' : amount(customer.averageOrderValue)}
            definition="average-order"
          />
          <Stat
            label="Add-on revenue"
            value={amount(customer.addOnRevenue)}
            definition="add-on-revenue"
            note={customer.orders === 0 ? null : `${percent(customer.addOnShare)} of their value`}
          />
          <Stat
            label="Orders with add-on"
            value={customer.orders === 0 ? '–' : `${count(customer.ordersWithAddOn)} of ${count(customer.orders)}`}
            definition="orders-with-add-on"
          />
          <Stat
            label="Days between orders"
            value={daysBetweenOrders === null ? '–' : count(daysBetweenOrders)}
            definition="days-between-orders"
          />
        </div>
        {scores ? (
          <InlineStack gap="400">
            <Score name="Recency" of={scores.recency} />
            <Score name="Frequency" of={scores.frequency} />
            <Score name="Value" of={scores.monetary} />
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** A score as five marks and as words. */
function Score({ name, of }: { name: string; of: number }) {
  return (
    <span>
      <Text as="span" variant="bodySm" tone="subdued">
        {name}{' '}
      </Text>
      <span className="tg-score" aria-hidden>
        {[1, 2, 3, 4, 5].map((mark) => (
          <span key={mark} className={mark <= of ? 'tg-score__on' : undefined} />
        ))}
      </span>
      <span className="tg-hidden">{of} of 5</span>
    </span>
  );
}

import { Link } from '@remix-run/react';
import { BlockStack, Box, Card, Text } from '@shopify/polaris';
import type { AddOnFigures } from '~/analytics/summary';
import { count, money } from '~/ui/format';
import { ordersBehind } from '../app.orders._index/choices';

/** Which add-ons earned most in the period. */
export function TopAddOnsCard(props: {
  addOns: AddOnFigures[];
  currency: string;
  period: { from: string; to: string };
}) {
  const { addOns, currency, period } = props;
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <Text as="h2" variant="headingMd">
          Top add-ons
        </Text>
      </Box>
      {addOns.length === 0 ? (
        <Box padding="400" paddingBlockStart="0">
          <BlockStack gap="100">
            <Text as="p" tone="subdued">
              No add-on was sold in this period.
            </Text>
            <p>
              <Link to="/app/add-ons">See your add-ons</Link>
            </p>
          </BlockStack>
        </Box>
      ) : (
        <div className="tg-scroll">
          <table className="tg-table">
            <thead>
              <tr>
                <th scope="col">Add-on</th>
                <th scope="col" className="tg-end">
                  Orders
                </th>
                <th scope="col" className="tg-end">
                  Sold
                </th>
                <th scope="col" className="tg-end">
                  Revenue
                </th>
              </tr>
            </thead>
            <tbody>
              {addOns.map((addOn) => (
                <tr key={addOn.addOnId}>
                  <th scope="row">
                    <Link className="tg-name" to={`/app/add-ons/${addOn.addOnId}`}>
                      {addOn.title}
                    </Link>
                  </th>
                  <td className="tg-end tg-number">
                    <Link className="tg-more" to={ordersBehind({ ...period, addOn: addOn.addOnId })}>
                      {count(addOn.orders)}
                      <span className="tg-hidden"> orders with {addOn.title}</span>
                    </Link>
                  </td>
                  <td className="tg-end tg-number">{count(addOn.units)}</td>
                  <td className="tg-end tg-number">{money(addOn.revenue, currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

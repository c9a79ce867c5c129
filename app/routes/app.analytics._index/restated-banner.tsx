import { Banner, Text } from '@shopify/polaris';
import { counted, day, money } from '~/ui/format';
import { questionPath } from '../app.analytics.changes/question';

export type RestatedOnPage = {
  days: number;
  orders: number;
  netSales: string;
  addOnRevenue: string;
  first: string;
  last: string;
  /** the day at whose end the figures were still as they were */
  known: string;
};

/** Says that figures which somebody may have written down have changed since, by how much, and where to see why. */
export function RestatedBanner({ restated, currency }: { restated: RestatedOnPage; currency: string }) {
  const { days, orders, netSales, addOnRevenue, first, last, known } = restated;
  const which = first === last ? `of ${day(first)}` : `of ${counted(days, 'day')} from ${day(first)} to ${day(last)}`;
  return (
    <Banner
      tone="info"
      title={`Figures ${which} were restated`}
      action={{ content: 'See what changed', url: questionPath({ from: first, to: last, known }) }}
    >
      <Text as="p">
        {`News of ${counted(orders, 'order')} arrived more than a day late in the last week: net sales ${signed(netSales, currency)}, add-on revenue ${signed(addOnRevenue, currency)}.`}
      </Text>
    </Banner>
  );
}

function signed(amount: string, currency: string): string {
  return `${amount.startsWith('-') ? '' : '+'}${money(amount, currency)}`;
}

import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { fewestVisitors, type Metric, type Results, type Verdict, verdictOf } from '~/domain/experiments/results';
import { count, counted, money, percent } from '~/ui/format';
import { Interval } from '~/ui/interval';

const names: Record<Metric, string> = {
  attachRate: 'Visitors who bought the add-on',
  revenue: 'Revenue per visitor',
  addOnRevenue: 'Add-on revenue per visitor',
  mainRevenue: 'Other revenue per visitor',
  mainConversion: 'Visitors who bought anything',
};
const order: Metric[] = ['attachRate', 'revenue', 'addOnRevenue', 'mainRevenue', 'mainConversion'];

const verdicts: Record<Verdict, { text: string; tone?: 'success' | 'critical' }> = {
  early: { text: 'Too early to say' },
  open: { text: 'No sure difference yet' },
  better: { text: 'Better', tone: 'success' },
  worse: { text: 'Worse', tone: 'critical' },
};

/** What the two parts of the visitors did, figure by figure, each difference with how sure it is. */
export function ResultsCard({
  results,
  currency,
  words,
}: {
  results: Results;
  currency: string;
  words: [control: string, treated: string];
}) {
  const { control, treated } = results;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Results
          </Text>
          <Text as="p" tone="subdued">
            {`${counted(control.visitors, 'visitor')} with ${words[0]}, ${count(treated.visitors)} with ${words[1]}.`}
            {Math.min(control.visitors, treated.visitors) < fewestVisitors
              ? ` Nothing is decided below ${count(fewestVisitors)} visitors each.`
              : ''}
          </Text>
        </BlockStack>
        <ul className="tg-compare">
          {order.map((metric) => {
            const { control: before, treated: after, difference } = results.compared[metric];
            const isShare = metric === 'attachRate' || metric === 'mainConversion';
            const show = (value: number) => (isShare ? percent(value) : money(value.toFixed(2), currency));
            const { text, tone } = verdicts[verdictOf(results, metric)];
            const range = difference ? `${signed(difference.low, show)} to ${signed(difference.high, show)}` : '';
            return (
              <li key={metric}>
                <BlockStack gap="100">
                  <InlineStack align="space-between" blockAlign="center" gap="200">
                    <Text as="h3" variant="headingSm">
                      {names[metric]}
                    </Text>
                    <Badge {...(tone ? { tone } : {})}>{text}</Badge>
                  </InlineStack>
                  <Text as="p" numeric>
                    {`${show(before)} with ${words[0]}, ${show(after)} with ${words[1]}`}
                    {difference ? (
                      <Text
                        as="span"
                        tone="subdued"
                      >{` · difference ${signed(difference.estimate, show)}, between ${range}`}</Text>
                    ) : null}
                  </Text>
                  {difference ? <Interval difference={difference} label={`Difference between ${range}`} /> : null}
                </BlockStack>
              </li>
            );
          })}
        </ul>
        <Text as="p" tone="subdued" variant="bodySm">
          The thick line holds the true difference on 95 of 100 days you might choose beforehand, the thin one on all
          days together: “Better” and “Worse” are said by the thin one, so you may look whenever you like. Orders come
          from your store’s own orders, refunds are off.
        </Text>
      </BlockStack>
    </Card>
  );
}

function signed(value: number, show: (value: number) => string): string {
  return value < 0 ? `−${show(-value)}` : `+${show(value)}`;
}

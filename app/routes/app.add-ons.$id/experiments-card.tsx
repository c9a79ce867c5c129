import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ExperimentView } from '~/addons/experiments/experiment';
import { ExperimentList } from '~/ui/experiment-list';

/** What is and was tried on this add-on. */
export function ExperimentsCard({ experiments }: { experiments: ExperimentView[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Experiments
        </Text>
        <ExperimentList experiments={experiments} isOfOne />
      </BlockStack>
    </Card>
  );
}

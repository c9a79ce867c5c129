import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon } from '@shopify/polaris-icons';
import { useState } from 'react';

type ArrangeProps = {
  addOns: { id: string; title: string }[];
  busy: boolean;
  onSave: (ids: string[]) => void;
  onCancel: () => void;
};

/** Puts add-ons in another order, by buttons that a keyboard reaches. */
export function Arrange({ addOns, busy, onSave, onCancel }: ArrangeProps) {
  const [order, setOrder] = useState(addOns);
  const move = (at: number, by: number) => {
    const next = [...order];
    const [one] = next.splice(at, 1);
    if (one) next.splice(at + by, 0, one);
    setOrder(next);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="p" tone="subdued">
          Shoppers see add-ons in this order. Of two plans for one product, the first stands first.
        </Text>
        <ol className="tg-arrange">
          {order.map((one, i) => (
            <li key={one.id}>
              <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                <Text as="span">{one.title}</Text>
                <ButtonGroup>
                  <Button
                    icon={ArrowUpIcon}
                    accessibilityLabel={`Move ${one.title} up`}
                    disabled={i === 0}
                    onClick={() => move(i, -1)}
                  />
                  <Button
                    icon={ArrowDownIcon}
                    accessibilityLabel={`Move ${one.title} down`}
                    disabled={i === order.length - 1}
                    onClick={() => move(i, 1)}
                  />
                </ButtonGroup>
              </InlineStack>
            </li>
          ))}
        </ol>
        <InlineStack gap="200" align="end">
          <Button onClick={onCancel}>Cancel</Button>
          <Button variant="primary" loading={busy} onClick={() => onSave(order.map((one) => one.id))}>
            Save order
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Button, Card, ChoiceList, InlineError, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { counted } from '~/ui/format';
import { type CardProps, longId, shortId } from './field-props';

/** Which products the add-on is for. */
export function TargetsCard({ values, errors, onChange }: CardProps) {
  const shopify = useAppBridge();
  const { targets } = values;
  const [names, setNames] = useState<Record<string, string>>({});

  const pick = async (type: 'product' | 'collection') => {
    const field = type === 'product' ? 'productIds' : 'collectionIds';
    const picked = await shopify.resourcePicker({
      type,
      action: 'select',
      multiple: true,
      filter: { variants: false },
      selectionIds: targets[field].map((id) => ({ id: longId(type, id) })),
    });
    if (!picked) return;
    setNames((known) => ({ ...known, ...Object.fromEntries(picked.map(({ id, title }) => [shortId(id), title])) }));
    onChange({ targets: { ...targets, [field]: picked.map(({ id }) => shortId(id)) } });
  };

  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title="Offered with"
          choices={[
            { value: 'all', label: 'All products' },
            { value: 'some', label: 'Chosen products and collections' },
          ]}
          selected={[targets.all ? 'all' : 'some']}
          onChange={([which]) => onChange({ targets: { ...targets, all: which === 'all' } })}
        />
        {targets.all ? null : (
          <BlockStack gap="300">
            <Chosen noun="product" ids={targets.productIds} names={names} onPick={() => pick('product')} />
            <Chosen noun="collection" ids={targets.collectionIds} names={names} onPick={() => pick('collection')} />
          </BlockStack>
        )}
        {errors.targets ? <InlineError fieldID="targets" message={errors.targets} /> : null}
      </BlockStack>
    </Card>
  );
}

function Chosen(props: { noun: string; ids: string[]; names: Record<string, string>; onPick: () => void }) {
  const { noun, ids, names, onPick } = props;
  const known = ids.flatMap((id) => names[id] ?? []);
  const words = ids.length === 0 ? `No ${noun}s chosen` : `${counted(ids.length, noun)} chosen`;
  return (
    <InlineStack gap="300" align="space-between" blockAlign="center">
      <BlockStack>
        <Text as="span" {...(ids.length === 0 ? { tone: 'subdued' as const } : {})}>
          {words}
        </Text>
        {known.length > 0 ? (
          <Text as="span" variant="bodySm" tone="subdued">
            {known.slice(0, 4).join(', ')}
            {ids.length > Math.min(4, known.length) ? ' and more' : ''}
          </Text>
        ) : null}
      </BlockStack>
      <Button onClick={onPick}>{`Choose ${noun}s`}</Button>
    </InlineStack>
  );
}

import { BlockStack, Card, Text } from '@shopify/polaris';
import type { AddOnInput } from '~/addons/add-on';
import { money } from '~/ui/format';
import { targetWords } from './words';

/** The offer as the widget's block shows it with its own settings: title, price and terms before the tick, never ticked by us. */
export function Preview({ values, currency }: { values: AddOnInput; currency: string }) {
  const price = /^\d+(\.\d+)?$/.test(values.price.trim()) ? money(values.price.trim(), currency) : 'Price';
  return (
    <div className="tg-sticky">
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Preview
          </Text>
          <div className="tg-preview">
            {/* A picture of the offer, not a field of this form. */}
            <div className="tg-offer">
              <span className="tg-offer__box" aria-hidden />
              <div className="tg-offer__words">
                <p className="tg-offer__title">
                  <strong>{values.title.trim() || 'Title'}</strong>
                  <span className="tg-number">{price}</span>
                </p>
                {values.description.trim() ? <p>{values.description}</p> : null}
                {values.terms.trim() ? <p className="tg-terms">{values.terms}</p> : null}
              </div>
            </div>
          </div>
          <Text as="p" tone="subdued" variant="bodySm">
            {values.state === 'active' ? `Shown with: ${targetWords(values.targets).toLowerCase()}.` : 'Not shown yet.'}{' '}
            Shoppers tick the box themselves.
          </Text>
        </BlockStack>
      </Card>
    </div>
  );
}

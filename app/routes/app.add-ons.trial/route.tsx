import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { TitleBar, useAppBridge } from '@shopify/app-bridge-react';
import {
  Badge,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { z } from 'zod';
import { listAddOns } from '~/addons/add-on-store.server';
import { type Pretended, pretendedForm, tryOut } from '~/addons/trial';
import { platformOf } from '~/platforms/registry.server';
import { money } from '~/ui/format';
import { titled } from '~/ui/titled';
import { notHere, onPage } from '../app/on-page.server';

export { PageFailure as ErrorBoundary } from '~/ui/failure';

export const meta = titled('Test box');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ store }) => json({ currency: store.currency }));
}

const askedForm = z.object({ productId: z.string().regex(/^\w{1,64}$/), pretended: pretendedForm });

export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ merchant: { storeId }, store }) => {
    const asked = askedForm.safeParse(await request.json());
    if (!asked.success) throw notHere('Choose a product, then try again.');
    const { productId, pretended } = asked.data;
    const api = await platformOf(store.platform).api(storeId);
    const product = await api.productFacts(productId);
    if (!product) throw notHere('This product does not exist any more. Choose another one.');
    const results = tryOut(await listAddOns(storeId), product, pretended, new Date());
    return json({ product, results, variantId: pretended.variantId });
  });
}

const nobody: Pretended = {
  ...{ variantId: '', quantity: '1', cartValue: '0', market: '', country: '', language: '' },
  customerTags: [],
};

/** Which add-ons would this product get, in this cart, and why. */
export default function TrialPage() {
  const { currency } = useLoaderData<typeof loader>();
  const shopify = useAppBridge();
  const fetcher = useFetcher<typeof action>();
  const [productId, setProductId] = useState('');
  const [pretended, setPretended] = useState(nobody);
  const { data } = fetcher;

  const ask = (id: string, values: Pretended) =>
    fetcher.submit({ productId: id, pretended: values }, { method: 'post', encType: 'application/json' });
  const pick = async () => {
    const chosen = await shopify.resourcePicker({ type: 'product', action: 'select', filter: { variants: false } });
    const id = chosen?.[0]?.id.split('/').at(-1);
    if (!id) return;
    const values = { ...pretended, variantId: '' };
    setProductId(id);
    setPretended(values);
    ask(id, values);
  };
  const field = (name: Exclude<keyof Pretended, 'customerTags' | 'variantId'>, label: string, more: object = {}) => (
    <TextField
      label={label}
      value={pretended[name]}
      onChange={(typed) => setPretended((now) => ({ ...now, [name]: typed }))}
      autoComplete="off"
      {...more}
    />
  );

  return (
    <Page
      title="Test box"
      subtitle="Which add-ons a product would get, and why"
      backAction={{ content: 'Add-ons', url: '/app/add-ons' }}
    >
      <TitleBar title="Test box" />
      <BlockStack gap="400">
        <Card>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (productId) ask(productId, pretended);
            }}
          >
            <FormLayout>
              <InlineStack gap="300" blockAlign="center" align="space-between">
                <Text as="p" fontWeight="semibold">
                  {data ? data.product.title : 'Choose a product to begin.'}
                </Text>
                <Button onClick={pick}>{productId ? 'Choose another product' : 'Choose a product'}</Button>
              </InlineStack>
              {data && data.product.variants.length > 1 ? (
                <Select
                  label="Variant"
                  options={data.product.variants.map((one) => ({
                    value: one.platformVariantId,
                    label: `${one.title}, ${money(one.price, currency)}`,
                  }))}
                  value={pretended.variantId || (data.product.variants[0]?.platformVariantId ?? '')}
                  onChange={(variantId) => setPretended((now) => ({ ...now, variantId }))}
                />
              ) : null}
              <FormLayout.Group>
                {field('quantity', 'Quantity', { type: 'number', min: 1 })}
                {field('cartValue', 'Already in the cart', { suffix: currency, inputMode: 'decimal' })}
              </FormLayout.Group>
              <FormLayout.Group condensed>
                {field('country', 'Country', { placeholder: 'DE' })}
                {field('market', 'Market', { placeholder: 'europe' })}
                {field('language', 'Language', { placeholder: 'de' })}
              </FormLayout.Group>
              <TextField
                label="Customer tags, separated by commas"
                value={pretended.customerTags.join(',')}
                onChange={(typed) =>
                  setPretended((now) => ({ ...now, customerTags: typed === '' ? [] : typed.split(',') }))
                }
                autoComplete="off"
              />
              <Button submit variant="primary" disabled={productId === ''} loading={fetcher.state !== 'idle'}>
                Try
              </Button>
            </FormLayout>
          </form>
        </Card>
        {data?.results.map((one) => (
          <Card key={one.id}>
            <BlockStack gap="200">
              <InlineStack gap="200" align="space-between" blockAlign="center">
                <Text as="h2" variant="headingSm">
                  {one.title}
                </Text>
                <InlineStack gap="200" blockAlign="center">
                  {one.price ? (
                    <Text as="span" numeric>
                      {money(one.price, currency)}
                    </Text>
                  ) : null}
                  <Badge {...(one.isOffered ? { tone: 'success' as const } : {})}>
                    {one.isOffered ? 'Offered' : 'Not offered'}
                  </Badge>
                </InlineStack>
              </InlineStack>
              {one.reasons.map((reason) => (
                <Text as="p" key={reason} tone="subdued">
                  {reason}
                </Text>
              ))}
            </BlockStack>
          </Card>
        ))}
        {data && data.results.length === 0 ? (
          <Card>
            <Text as="p">There is no add-on yet.</Text>
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}

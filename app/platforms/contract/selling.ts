import { plainDetails } from '../../domain/addons/details';
import type { AddOnToPublish } from '../platform';
import { type ContractCase, fail, holds, same } from './case';

/** Add-ons as products of the store. */
export function selling(): ContractCase[] {
  return [
    {
      name: 'add-on: it becomes a product with one variant for each price',
      run: async (rig) => {
        const { platformProductId, variants } = await rig.api.publishAddOn(addOn('1', ['4.00', '9.50']));
        holds(platformProductId.length > 0, 'it has an id');
        same(
          variants.map((one) => Number(one.price)),
          [4, 9.5],
        );
      },
    },
    {
      name: 'add-on: published again it is the same product with the same variant',
      run: async (rig) => {
        const first = await rig.api.publishAddOn(addOn('2', ['4.00']));
        same(await rig.api.publishAddOn({ ...addOn('2', ['4.00']), publication: first }), first);
      },
    },
    {
      name: 'add-on: a try that forgot its product finds it again',
      run: async (rig) => {
        const first = await rig.api.publishAddOn(addOn('3', ['4.00']));
        same((await rig.api.publishAddOn(addOn('3', ['4.00']))).platformProductId, first.platformProductId);
      },
    },
    {
      name: 'add-on: a new price keeps the variants whose price stays',
      run: async (rig) => {
        const first = await rig.api.publishAddOn(addOn('4', ['4.00', '6.00']));
        const then = await rig.api.publishAddOn({ ...addOn('4', ['4.00', '6.00', '8.00']), publication: first });
        const kept = then.variants.filter((one) => Number(one.price) < 8).map((one) => one.platformVariantId);
        same(
          kept,
          first.variants.map((one) => one.platformVariantId),
        );
      },
    },
    {
      name: 'add-on: it is looked at as it is, one that is gone is gone',
      run: async (rig) => {
        const made = await rig.api.publishAddOn(addOn('5', ['4.00']));
        const [found, gone] = await rig.api.inspectAddOns([made.platformProductId, '999999999999999999']);
        same([found?.isOffered, found?.variants, gone], [true, made.variants, null]);
      },
    },
    {
      name: 'add-on: taken out of sale it is offered no more, and twice does no harm',
      run: async (rig) => {
        const made = await rig.api.publishAddOn(addOn('6', ['4.00']));
        await rig.api.withdrawAddOn(made);
        await rig.api.withdrawAddOn(made);
        const [found] = await rig.api.inspectAddOns([made.platformProductId]);
        same(found?.isOffered ?? false, false);
      },
    },
    {
      name: 'add-on: taking out of sale what is gone is done',
      run: (rig) => rig.api.withdrawAddOn({ platformProductId: '999999999999999999', variants: [] }),
    },
    {
      name: 'add-on: a merchant who looks for products finds theirs, and none of ours',
      run: async (rig) => {
        const { productId } = await rig.world.makeProduct({ title: 'Findable lamp', price: '10.00' });
        await rig.api.publishAddOn(addOn('7', ['4.00']));
        const found = await rig.api.searchCatalogue('product', 'Findable');
        same(
          found.map((one) => one.id),
          [productId],
        );
        same(await rig.api.searchCatalogue('product', 'Contract cover'), []);
      },
    },
    {
      name: 'add-on: a merchant who looks for variants finds those of their products by one call, and none of ours',
      run: async (rig) => {
        const { variantId } = await rig.world.makeProduct({ title: 'Traceable lamp', price: '10.00' });
        await rig.api.publishAddOn({ ...addOn('9', ['4.00']), title: 'Traceable cover' });
        const before = rig.faults.calls();
        const found = await rig.api.searchCatalogue('variant', 'Traceable');
        same(rig.faults.calls() - before, 1, 'the number of calls');
        same(
          found.map((one) => one.id),
          [variantId],
        );
        holds(found[0]?.title.startsWith('Traceable lamp') ?? false, 'a variant is named after its product');
        same(await rig.api.searchCatalogue('variant', 'No such lamp'), []);
      },
    },
    {
      name: 'add-on: a product tells what conditions look at; one that is not there is nothing',
      run: async (rig) => {
        const { productId, variantId } = await rig.world.makeProduct({ title: 'Plain lamp', price: '12.00' });
        const facts = (await rig.api.productFacts(productId)) ?? fail('the product is not there');
        same([facts.title, facts.variants.map((one) => one.platformVariantId)], ['Plain lamp', [variantId]]);
        same(await rig.api.productFacts('999999999999999999'), null);
      },
    },
    {
      name: 'add-on: offers are written, and written again',
      run: async (rig) => {
        const made = await rig.api.publishAddOn(addOn('8', ['4.00']));
        const offered = { ...addOn('8', ['4.00']), publication: made };
        await rig.api.publishOffers([offered]);
        await rig.api.publishOffers([{ ...offered, title: 'Contract cover, renamed' }]);
        await rig.api.publishOffers([]);
      },
    },
    {
      name: 'add-on: saying twice where visits are told does no harm',
      run: async (rig) => {
        await rig.api.tellSeenTo(`${rig.appUrl}/seen/key`);
        await rig.api.tellSeenTo(`${rig.appUrl}/seen/key`);
      },
    },
  ];
}

function addOn(nth: string, prices: string[]): AddOnToPublish {
  return {
    ...plainDetails,
    id: `00000000-0000-7000-8000-00000000000${nth}`,
    kind: 'warranty',
    title: 'Contract cover',
    description: 'Two years',
    terms: 'Fair use',
    price: prices[0] ?? '1.00',
    currency: 'USD',
    targets: { all: true, productIds: [], collectionIds: [] },
    state: 'active',
    publication: null,
    prices,
  };
}

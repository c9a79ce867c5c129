import { plainDetails } from '../../domain/addons/details';
import type { AddOnToPublish, Publication } from '../platform';
import { type ContractCase, fail, holds, type Rig, type RigFacts, same } from './case';

/** Add-ons as products of the store. */
export function selling({ has }: RigFacts): ContractCase[] {
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
        const first = await published(rig, '2', ['4.00']);
        same(await rig.api.publishAddOn({ ...addOn('2', ['4.00']), publication: first }), first);
      },
    },
    {
      name: 'add-on: a try that forgot its product finds it again',
      run: async (rig) => {
        const first = await published(rig, '3', ['4.00']);
        same((await rig.api.publishAddOn(addOn('3', ['4.00']))).platformProductId, first.platformProductId);
      },
    },
    {
      name: 'add-on: a new price keeps the variants whose price stays',
      run: async (rig) => {
        const first = await published(rig, '4', ['4.00', '6.00']);
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
        const made = await published(rig, '5', ['4.00']);
        const [found, gone] = await rig.api.inspectAddOns([made.platformProductId, '999999999999999999']);
        same([found?.isOffered, found?.variants, gone], [true, made.variants, null]);
      },
    },
    {
      name: 'add-on: taken out of sale it is offered no more, and twice does no harm',
      run: async (rig) => {
        const made = await published(rig, '6', ['4.00']);
        for (let n = 0; n < 2; n += 1) {
          await rig.api.withdrawAddOn(made);
          const [found] = await rig.api.inspectAddOns([made.platformProductId]);
          same([found?.isOffered, found?.variants], [false, made.variants]);
        }
      },
    },
    {
      name: 'add-on: taking out of sale what is gone is done',
      run: async (rig) => {
        const made = await published(rig, '9', ['4.00']);
        await rig.world.removeProduct(made.platformProductId);
        await rig.api.withdrawAddOn(made);
        same(await rig.api.inspectAddOns([made.platformProductId]), [null]);
      },
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
      name: 'add-on: a price in another currency stands there, and a currency without prices of its own is told',
      run: async (rig) => {
        const publication = await published(rig, 'a', ['4.00']);
        const [there] = (await rig.api.currenciesOfStore()).filter(
          (one) => one.currency !== rig.world.facts().currency,
        );
        same(there !== undefined, rig.platform.pricesByCurrency, 'that the platform has such prices');
        // Known to nobody: the code is kept for tests.
        const nowhere = { currency: 'XTS', price: '1.00' };
        const own = there ? [{ currency: there.currency, price: '9' }] : [];
        const priced = (currencyPrices: AddOnToPublish['currencyPrices']) =>
          rig.api.setCurrencyPrices({ ...addOn('a', ['4.00']), currencyPrices }, publication);
        const variant = publication.variants[0]?.platformVariantId ?? '';
        for (const mended of [own.map((one) => one.currency), []]) {
          same(await priced([...own, nowhere]), { atTheRate: ['XTS'], mended }, 'what follows the rate, and was wrong');
          if (there) same(Number(rig.world.priceIn(variant, there.currency)), 9, 'its price there');
        }
        same((await priced([])).atTheRate, [], 'what follows the rate without a wish');
        if (there) same(rig.world.priceIn(variant, there.currency), null, 'its price there');
      },
    },
    {
      name: 'add-on: offers are written where the widget reads them, written again, and taken away',
      run: async (rig) => {
        const publication = await published(rig, '8', ['4.00']);
        const offered = { ...addOn('8', ['4.00']), publication };
        for (const title of ['Contract cover', 'Cover with another name']) {
          await rig.api.publishOffers([{ ...offered, title }]);
          const offers = rig.world.offers();
          for (const word of [title, publication.platformProductId, publication.variants[0]?.platformVariantId ?? '?'])
            holds(offers.includes(word), `${word} is in ${offers}`);
        }
        holds(!rig.world.offers().includes('Contract cover'), 'the name before is gone');
        await rig.api.publishOffers([]);
        holds(!rig.world.offers().includes(publication.platformProductId), 'nothing is offered');
      },
    },
    ...(has.pixel ? [pixel] : []),
  ];
}

const pixel: ContractCase = {
  name: 'add-on: where visits are told is said once, and once more where it changes',
  run: async (rig) => {
    for (const url of ['a', 'a', 'b'].map((key) => `${rig.appUrl}/seen/${key}`)) {
      await rig.api.tellSeenTo(url);
      same(rig.world.toldOfVisits(), [url]);
    }
  },
};

/** An add-on that is sold now: the product is there. */
async function published(rig: Rig, nth: string, prices: string[]): Promise<Publication> {
  const made = await rig.api.publishAddOn(addOn(nth, prices));
  const [found] = await rig.api.inspectAddOns([made.platformProductId]);
  same([found?.title, found?.isOffered, found?.variants], ['Contract cover', true, made.variants], 'the product');
  same(
    made.variants.map((one) => Number(one.price)),
    prices.map(Number),
    'its prices',
  );
  return made;
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

/**
 * What order data of real shops does to those who copy it: 45 traps, each with what is right instead, and where that
 * is proved. `here` is a test of this folder; others are named by file and title, and register.test.ts looks whether
 * they are still there.
 */
export type Trap = { name: string; right: string; proof: { file: string; title: string } };

const here = (file: string, title: string) => ({ file: `tests/traps/${file}.test.ts`, title });
const at = (file: string, title: string) => ({ file, title });

export const traps: Record<number, Trap> = {
  1: {
    name: 'the same delivery twice in one instant',
    right: 'a unique key decides, nobody looks first',
    proof: at('app/web/web-server.server.test.ts', 'answers fifty copies of one delivery with 200 and keeps one'),
  },
  2: {
    name: 'an update before the creation',
    right: 'every topic brings the whole order by its id',
    proof: here('delivery', 'trap 2: an update, a payment and a creation in any order are one order, as it is now'),
  },
  3: {
    name: 'a late event takes a state back',
    right: 'the newest telling wins, and trackings are joined',
    proof: here('delivery', 'trap 3: a late delivery takes no state back, and no tracking away'),
  },
  4: {
    name: 'characters of several bytes break the signature',
    right: 'signed and kept as the bytes that came',
    proof: at(
      'app/web/web-server.server.test.ts',
      'keeps a signed delivery byte for byte, with its ids, and wakes the drain',
    ),
  },
  5: {
    name: 'a rotated secret drops genuine deliveries',
    right: 'the previous secret is accepted too',
    proof: at(
      'app/web/web-server.server.test.ts',
      'accepts the previous secret while it is rotated, and the address without a platform',
    ),
  },
  6: {
    name: 'a subscription is removed after failures',
    right: 'silence is noticed, the gap read; ours are declared and not removed one by one',
    proof: at('app/inbox/note-deliveries.server.test.ts', 'a store that falls silent is asked at once, and once'),
  },
  7: {
    name: 'the token is dead when the farewell comes',
    right: 'nothing of the clean-up calls the platform',
    proof: at(
      'tests/privacy/store-erasure.test.ts',
      'uninstalling removes the tokens at once and keeps the data; news from before a reinstall changes nothing',
    ),
  },
  8: {
    name: 'a reinstall meets the old token',
    right: 'installations are counted; a late farewell of an older one removes nothing',
    proof: at(
      'app/platforms/shopify/token-broker.server.test.ts',
      'a late goodbye does not take the new installation its session',
    ),
  },
  9: {
    name: 'a refreshed token without an end',
    right: 'counts as over',
    proof: at(
      'app/platforms/shopify/token-broker.server.test.ts',
      'a reply without an end counts as over: it is used once and refreshed next time',
    ),
  },
  10: {
    name: 'two sessions are written at once',
    right: 'one statement, one installation',
    proof: at('tests/privacy/store-erasure.test.ts', 'two first visits at once are one installation'),
  },
  11: {
    name: 'our own writing comes back as news',
    right: 'what did not change is not written, and wakes nobody',
    proof: at(
      'app/domain/orders/save-store.server.test.ts',
      'an order that did not change touches no row and leaves no mark',
    ),
  },
  12: {
    name: 'a row that changes while pages are read',
    right: 'the window ends before the run began, the next overlaps it',
    proof: at(
      'app/sync/run-sync.server.test.ts',
      'asks again from before where the last one ended, and never moves the cursor past a failure',
    ),
  },
  13: {
    name: 'a cursor of ids never sees updates',
    right: 'by time of change and id',
    proof: at(
      'tests/path/lossy-messages.test.ts',
      'messages lost, doubled, delayed and shuffled: exact after one scheduled pass',
    ),
  },
  14: {
    name: 'a child changes and its order does not',
    right: 'a pass of its own',
    proof: at(
      'tests/path/other-kinds.test.ts',
      'unsettled: a parcel that arrives without a word and without its order is seen, and nothing is read twice',
    ),
  },
  15: {
    name: 'a filter with odd bounds',
    right: 'what comes from outside the window is left out',
    proof: at(
      'app/platforms/shopify/fetch-orders.server.test.ts',
      'what a search returns outside its window is left out',
    ),
  },
  16: {
    name: 'more rows of one time than a page holds',
    right: 'time and id together',
    proof: at(
      'tests/path/same-second.test.ts',
      'more orders of one second than a page holds are all pulled, each once',
    ),
  },
  17: {
    name: 'a slice that failed inside is passed over',
    right: 'a failed slice moves no cursor',
    proof: at('app/platforms/shopify/api.server.test.ts', 'a bulk operation that fails says so and may be tried again'),
  },
  18: {
    name: 'the cursor of a child moves that of its parent',
    right: 'the cursor moves with the last page only',
    proof: at(
      'app/sync/run-sync.server.test.ts',
      'goes on after it was killed between two pages, and counts nothing twice',
    ),
  },
  19: {
    name: 'nested lists are cut without a word',
    right: 'every list is read to its end',
    proof: at(
      'app/platforms/shopify/api.server.test.ts',
      'orders by id come whole, however many lines they have; unknown ids are left out',
    ),
  },
  20: {
    name: 'children of an export do not follow their parent',
    right: 'joined by their parent’s id',
    proof: at(
      'app/platforms/shopify/api.server.test.ts',
      'a bulk export tells the same orders as reading them one by one',
    ),
  },
  21: {
    name: 'only open orders are asked for',
    right: 'orders of every state',
    proof: at('app/platforms/shopify/fetch-orders.server.test.ts', 'a window is searched in every state'),
  },
  22: {
    name: 'only sixty days are allowed',
    right: 'the horizon is shown, absent is not deleted',
    proof: at('tests/path/horizon.test.ts', 'orders behind the horizon are not taken for deleted, those before it are'),
  },
  23: {
    name: 'deletions are never told',
    right: 'the difference of a complete sweep',
    proof: at(
      'tests/path/parity.test.ts',
      'after a backfill every order is proven equal; what is spoiled, lost or late is found, named and mended',
    ),
  },
  24: {
    name: '"newer already" read as "gone"',
    right: 'a result of its own for each',
    proof: at('app/domain/orders/save-store.server.test.ts', 'says what became of each order'),
  },
  25: {
    name: 'ids beyond 2^53',
    right: 'text from the first byte to the last',
    proof: here('identity', 'trap 25: an id beyond 2^53 keeps every digit'),
  },
  26: {
    name: 'no customer, no address',
    right: 'an order like any other',
    proof: here('identity', 'trap 26: no customer and no address, and the order counts'),
  },
  27: {
    name: 'products that are gone; one such order stops the batch',
    right: 'kept without its ids; a broken one stands alone',
    proof: here('identity', 'trap 27: deleted products are no obstacle, and a broken neighbour stops nobody'),
  },
  28: {
    name: 'every guest checkout is a new customer',
    right: 'people are joined by what proves it, and merges followed',
    proof: at(
      'app/domain/customers/profiles.server.test.ts',
      'the platform’s id first; a guest with the verified address of a customer is that customer',
    ),
  },
  29: {
    name: 'a SKU twice, or empty',
    right: 'the variant’s id is the key; empty matches nothing',
    proof: here('identity', 'trap 29: lines find their SKU by variant, and an empty one finds nothing'),
  },
  30: {
    name: 'the same item on two lines',
    right: 'the line’s id is the key',
    proof: here('identity', 'trap 30: the same variant on two lines is two lines, refunded apart'),
  },
  31: {
    name: 'a discount taken off twice',
    right: 'the subtotal is net already',
    proof: here('money', 'trap 31: a discount is taken off once'),
  },
  32: {
    name: 'refunds inside an order are lost',
    right: 'kept from wherever they are told, once',
    proof: here('money', 'trap 32: a refund told alone and inside its order is one refund'),
  },
  33: {
    name: 'a refund that waits counts as nothing, for ever',
    right: 'paid back when it has succeeded, not before',
    proof: here('money', 'trap 33: a refund counts as paid back once it has succeeded'),
  },
  34: {
    name: 'an edited order keeps what was removed',
    right: 'the current quantity counts',
    proof: here('money', 'trap 34: a line that an edit removed is no sale any more, and its tax no tax'),
  },
  35: {
    name: 'a refund on the day of its order',
    right: 'sales on the order’s day, returns on the refund’s',
    proof: here('money', 'trap 35: a sale counts on its day and its refund on its own'),
  },
  36: {
    name: 'two payments double the lines; a gift card counts as revenue',
    right: 'payments are no sales, and a gift card is sold, not earned',
    proof: here('money', 'trap 36: two payments, one of them a gift card, change no sale; selling a gift card is none'),
  },
  37: {
    name: 'the money of the shop and that of the shopper',
    right: 'both are kept, each with its currency',
    proof: here('money', 'trap 37: the shop’s money and the shopper’s are both kept'),
  },
  38: {
    name: 'currencies of no and of three digits',
    right: 'decimal text, never a float',
    proof: here('money', 'trap 38: currencies of no and of three digits keep theirs'),
  },
  39: {
    name: 'tips are told apart',
    right: 'part of the total, kept as tips',
    proof: here('money', 'trap 39: a tip is in the total and is kept as a tip'),
  },
  40: {
    name: 'the day of an order in another zone, and when clocks change',
    right: 'an instant, put into days by the store’s zone',
    proof: at(
      'app/analytics/roll-up-store.server.test.ts',
      'after any edits, refunds, deletions and cancellations the days equal a naive count',
    ),
  },
  41: {
    name: 'cancelled and refunded counts twice',
    right: 'one reduction',
    proof: here('money', 'trap 41: cancelled with a refund is one reduction'),
  },
  42: {
    name: 'a return restocks without a refund',
    right: 'a return moves goods; only a refund moves money',
    proof: here('money', 'trap 42: a return without a refund takes no money back'),
  },
  43: {
    name: 'test orders in the figures',
    right: 'kept, and in no figure',
    proof: here('money', 'trap 43: a test order is kept and in no figure'),
  },
  44: {
    name: 'erasing a customer erases the shop',
    right: 'the person goes, the store and its totals stay',
    proof: at(
      'tests/privacy/erasure.test.ts',
      'redact, then replay, late delivery and backfill: gone everywhere, totals as they were',
    ),
  },
  45: {
    name: 'undone in silence and tried again for ever',
    right: 'a visible entry with its reason, not tried again by itself',
    proof: here('delivery', 'trap 45: what cannot be read is kept in sight, with its reason, and not tried for ever'),
  },
};

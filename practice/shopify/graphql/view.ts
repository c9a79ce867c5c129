import { type Currencies, graphqlAmount, type Pair } from '../../money';

/** What resolvers read from: fields are values or functions of the field's arguments. */
export type View = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: arguments are typed by the published schema, which has checked them
export type Args = Record<string, any>;

/** A MoneyBag of a pair. */
export function bag(pair: Pair, of: Currencies): View {
  return {
    shopMoney: { amount: graphqlAmount(pair.shop), currencyCode: of.currency },
    presentmentMoney: { amount: graphqlAmount(pair.presentment), currencyCode: of.presentmentCurrency },
  };
}

export function money(amount: string, currencyCode: string): View {
  return { amount: graphqlAmount(amount), currencyCode };
}

/** The CamelCase of a name of the REST world and back: orders/create and ORDERS_CREATE. */
export function topicEnum(topic: string): string {
  return topic.replaceAll(/[/.]/g, '_').toUpperCase();
}

const plurals =
  /^(ORDERS|ORDER_TRANSACTIONS|REFUNDS|RETURNS|FULFILLMENTS|FULFILLMENT_ORDERS|FULFILLMENT_EVENTS|PRODUCTS|CUSTOMERS_EMAIL_MARKETING_CONSENT|CUSTOMERS_MARKETING_CONSENT|CUSTOMERS|COLLECTIONS|INVENTORY_LEVELS|INVENTORY_ITEMS|LOCATIONS|BULK_OPERATIONS|APP_SUBSCRIPTIONS|APP|SHOP|THEMES|CARTS|CHECKOUTS|MARKETS|DRAFT_ORDERS|VARIANTS|PROFILES|DOMAINS|LOCALES|DISPUTES|TENDER_TRANSACTIONS|DISCOUNTS)_(.+)$/;

export function topicOf(enumName: string): string {
  if (enumName.startsWith('CUSTOMER_TAGS_')) return enumName.toLowerCase().replace('_', '.');
  const match = plurals.exec(enumName);
  return match === null ? enumName.toLowerCase() : `${match[1]?.toLowerCase()}/${match[2]?.toLowerCase()}`;
}

/** Stands for something with a global id: views may point at each other without knowing each other. */
export class Link {
  constructor(readonly globalId: string) {}
}

export function link(type: string, id: string): Link {
  return new Link(`gid://shopify/${type}/${id}`);
}

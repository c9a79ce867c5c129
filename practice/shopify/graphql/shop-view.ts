import { gid } from '../gids';
import type { BulkDoc, StoreDoc, SubscriptionDoc } from '../ledger/store';
import type { StoreRoom } from '../store-room';
import { countryName } from './address-view';
import { metafieldFields } from './metafield-view';
import { topicEnum, type View } from './view';

export function shopView(room: StoreRoom): View {
  const store = room.doc();
  const id = gid('Shop', store.shopId);
  const offset = offsetMinutes(store.timeZone, room.now());
  const host = { id: gid('Domain', store.shopId), host: store.id, url: `https://${store.id}`, sslEnabled: true };
  return {
    __typename: 'Shop',
    id,
    name: store.name,
    email: store.email,
    contactEmail: store.email,
    shopOwnerName: store.name,
    myshopifyDomain: store.id,
    url: `https://${store.id}`,
    primaryDomain: host,
    domains: [host],
    currencyCode: store.currency,
    currencyFormats: {
      moneyFormat: '{{amount}}',
      moneyInEmailsFormat: '{{amount}}',
      moneyWithCurrencyFormat: `{{amount}} ${store.currency}`,
      moneyWithCurrencyInEmailsFormat: `{{amount}} ${store.currency}`,
    },
    enabledPresentmentCurrencies: [...new Set(store.markets.map((one) => one.currency))],
    currencySettings: [...new Set(store.markets.map((one) => one.currency))].map((code) => currencyView(store, code)),
    ianaTimezone: store.timeZone,
    timezoneOffsetMinutes: offset,
    timezoneOffset: offsetText(offset).replace(':', ''),
    timezoneAbbreviation: store.timeZone,
    createdAt: store.createdAt,
    updatedAt: store.createdAt,
    taxesIncluded: store.taxesIncluded,
    taxShipping: false,
    weightUnit: 'GRAMS',
    unitSystem: 'METRIC_SYSTEM',
    orderNumberFormatPrefix: '#',
    orderNumberFormatSuffix: '',
    setupRequired: false,
    checkoutApiSupported: true,
    plan: {
      displayName: store.planName,
      publicDisplayName: store.planName,
      partnerDevelopment: store.planName === 'Development',
      shopifyPlus: store.planName === 'Plus',
    },
    billingAddress: { country: countryName(store.countryCode), countryCodeV2: store.countryCode },
    shopAddress: { country: countryName(store.countryCode), countryCodeV2: store.countryCode },
    shipsToCountries: store.markets.map((one) => one.countryCode),
    ...metafieldFields(room, id),
  };
}

export function locationView(room: StoreRoom, locationId: string): View | null {
  const store = room.doc();
  const location = store.locations.find((one) => one.id === locationId);
  if (location === undefined) return null;
  return {
    __typename: 'Location',
    id: gid('Location', location.id),
    legacyResourceId: location.id,
    name: location.name,
    isActive: true,
    isPrimary: store.locations[0] === location,
    fulfillsOnlineOrders: true,
    isFulfillmentService: false,
    hasActiveInventory: true,
    shipsInventory: true,
    createdAt: store.createdAt,
    updatedAt: store.createdAt,
    addressVerified: true,
    activatable: false,
    deactivatable: false,
    deletable: false,
    hasUnfulfilledOrders: false,
    address: { countryCode: store.countryCode, country: countryName(store.countryCode), formatted: [] },
    ...metafieldFields(room, gid('Location', location.id)),
  };
}

export function marketView(room: StoreRoom, market: StoreDoc['markets'][number]): View {
  const store = room.doc();
  return {
    __typename: 'Market',
    id: gid('Market', market.id),
    name: market.name,
    handle: market.handle,
    enabled: true,
    primary: market.primary,
    status: 'ACTIVE',
    type: 'REGION',
    currencySettings: {
      baseCurrency: currencyView(store, market.currency),
      localCurrencies: false,
      roundingEnabled: false,
    },
    regions: [
      {
        __typename: 'MarketRegionCountry',
        id: gid('MarketRegionCountry', market.id),
        name: countryName(market.countryCode),
        code: market.countryCode,
        currency: currencyView(store, market.currency),
      },
    ],
    ...metafieldFields(room, gid('Market', market.id)),
  };
}

function currencyView(store: StoreDoc, code: string): View {
  return {
    currencyCode: code,
    currencyName: new Intl.DisplayNames(['en'], { type: 'currency' }).of(code),
    enabled: true,
    manualRate: code === store.currency ? null : (store.markets.find((one) => one.currency === code)?.rate ?? null),
    rateUpdatedAt: null,
  };
}

export function subscriptionView(one: SubscriptionDoc): View {
  return {
    __typename: 'WebhookSubscription',
    id: gid('WebhookSubscription', one.id),
    legacyResourceId: one.id,
    topic: topicEnum(one.topic),
    uri: one.uri,
    callbackUrl: one.uri,
    endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: one.uri },
    format: 'JSON',
    includeFields: one.includeFields,
    filter: one.filter,
    name: one.name,
    metafieldNamespaces: [],
    metafields: [],
    createdAt: one.createdAt,
    updatedAt: one.createdAt,
    apiVersion: { handle: '2026-10', displayName: '2026-10', supported: true },
  };
}

export function bulkView(one: BulkDoc, fileUrl: (file: string) => string): View {
  return {
    __typename: 'BulkOperation',
    id: gid('BulkOperation', one.id),
    type: 'QUERY',
    status: one.status,
    errorCode: one.errorCode,
    query: one.query,
    createdAt: one.createdAt,
    completedAt: one.completedAt,
    objectCount: one.objectCount,
    rootObjectCount: one.rootObjectCount,
    fileSize: one.fileSize,
    url: one.status === 'COMPLETED' && one.file !== null && one.objectCount > 0 ? fileUrl(one.file) : null,
    partialDataUrl: null,
  };
}

/** Minutes east of UTC of a time zone at a moment. */
export function offsetMinutes(timeZone: string, at: Date): number {
  const name =
    formatOf(timeZone)
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

export function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  return format;
}

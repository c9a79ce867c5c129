import { isLosslessNumber, stringify } from 'lossless-json';
import { isObject, parseRaw, walk, withoutEmails } from './persons-in';

/**
 * Takes the person out of a raw body so that what stays still reads as the same order with the same money.
 *
 * What is known to be harmless stays and all other text goes, so that a field a platform invents tomorrow is
 * gone by default: numbers, booleans, ids, instants, amounts, states, and the texts of products. Whatever was
 * taken away as a name, an address, an e-mail or a phone number is then looked for in the texts that stayed.
 */
export function scrubBody(body: string): string {
  const document = parseRaw(body);
  // What nobody can parse cannot be cut, and cannot be replayed either.
  if (!isObject(document) && !Array.isArray(document)) return '{"erased":true}';
  const names = namesIn(document);
  const clean = scrub(document, '', 'order');
  return stringify(sweep(clean, names)) ?? '{"erased":true}';
}

/** The same for words that were said about a body, such as the reason of a dead letter. */
export function scrubText(text: string, body: string): string {
  return cutOut(text, namesIn(parseRaw(body)));
}

type Place = 'order' | 'person' | 'address';

/** Goes with everything below it; a list stays a list. */
const gone =
  /email|phone|^(clientdetails|paymentmethoddetails|receipt|receiptjson|metafields?|addresses|addressesv2|destination|tracking(numbers?|urls?|info|company|url)|tags?|customerjourney.*|risks?|riskassessments?|latitude|longitude|browserip|clientip|note|token|carttoken|checkouttoken|orderstatusurl|statuspageurl|statusurl|invoiceurl|landingsite.*|referringsite|referrer.*|confirmationnumber|staffnote|localizationextensions|localizedfields|purchasingentity|company)$/;
/** A card where it is one thing; how a refund was paid, payment by payment, where it is a list. */
const goneAlone = /^paymentdetails$/;
/** What a shopper wrote; our own marks among them (_tagalong_...) say which line belongs to which. */
const written = /^(noteattributes|customattributes|properties)$/;
const person = /^(customer|buyer|recipient|user|staffmember)$/;
const addressPlace = /address$/;
const addressKept = /^(country|countryname|countrycode|countrycodev2|province|provincecode)$/;
const listKey = /(items|lines|refunds|transactions|fulfillments|allocations|applications|adjustments|nodes|edges)$/i;
const idKey = /(^|_)ids?$|[a-z0-9]Ids?$|^admin_graphql_api_id$|^__typename$/;
const amountKey =
  /(price|amount|total|tax|discount|fee|dut(y|ies)|rate|value|quantity|percentage|weight|grams|count|subtotal|shipping|tip)/i;
const textKept =
  /^(title|varianttitle|producttitle|presentmenttitle|sku|vendor|code|type|kind|status|state|reason|cancelreason|gateway|formattedgateway|currency|.*currency(code)?|financialstatus|fulfillmentstatus|displayfinancialstatus|displayfulfillmentstatus|displaystatus|returnstatus|restocktype|restock|sourcename|source|targettype|targetselection|allocationmethod|valuetype|method|paymentgatewaynames|paymentgateways|shipmentstatus|fulfillmentservice|service|inventorymanagement|variantinventorymanagement|weightunit|unit|processingmethod|customerlocale|taxcode|channelliable|errorcode|ordernumber|shopdomain|myshopifydomain|domain|carrieridentifier|requestedfulfillmentserviceid|producttype|adjustmenttype|number|discountcode|refundstatus|paymentmethod|paymentchannel|paymentname|erased)$/;

function scrub(value: unknown, key: string, place: Place): unknown {
  if (Array.isArray(value)) return value.map((one) => scrub(one, key, place));
  // Where a list belongs, other text stays wrong: a body that nobody could read must not become readable.
  if (!isObject(value))
    return keeps(value, key, place) ? value : typeof value === 'string' && listKey.test(key) ? '[erased]' : null;
  const isLineOrOrder = 'quantity' in value || 'line_items' in value || 'lineItems' in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const plain = name.replaceAll('_', '').toLowerCase();
      if (gone.test(plain) || (goneAlone.test(plain) && !Array.isArray(inner)))
        return [name, Array.isArray(inner) ? [] : null];
      if (written.test(plain)) return [name, Array.isArray(inner) ? inner.filter(isOurMark) : []];
      // "name" is a person's, except where it is an order's number or a product's title.
      if (plain === 'name' && isLineOrOrder && place === 'order') return [name, inner];
      const next = person.test(plain) ? 'person' : addressPlace.test(plain) ? 'address' : place;
      return [name, scrub(inner, name, next)];
    }),
  );
}

function isOurMark(property: unknown): boolean {
  return isObject(property) && /^_tagalong_/.test(String(property.name ?? property.key ?? ''));
}

function keeps(value: unknown, key: string, place: Place): boolean {
  if (value === null || typeof value === 'boolean') return true;
  const plain = key.replaceAll('_', '').toLowerCase();
  if (place === 'address') return addressKept.test(plain);
  if (isLosslessNumber(value)) return true;
  if (typeof value !== 'string') return false;
  if (idKey.test(key) || /^gid:\/\//.test(value)) return true;
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(value)) return true;
  if (/^-?\d+\.\d+$/.test(value) || (/^-?\d+$/.test(value) && amountKey.test(key))) return true;
  return place === 'order' && textKept.test(plain);
}

/** What names somebody beyond doubt: addresses, phone numbers, whole names, streets. */
function namesIn(document: unknown): string[] {
  const names = new Set<string>();
  walk(document, (key, value, parentKey) => {
    if (typeof value !== 'string') return;
    const plain = key.replaceAll('_', '').toLowerCase();
    const ofPerson = /customer|address|recipient|buyer/i.test(parentKey);
    if (/email|phone|address1/.test(plain) && value.length >= 6) names.add(value);
    if (ofPerson && /^(name|displayname|fullname)$/.test(plain) && /\S\s+\S/.test(value)) names.add(value);
  });
  return [...names].sort((a, b) => b.length - a.length);
}

function sweep(value: unknown, names: string[]): unknown {
  if (typeof value === 'string') return cutOut(value, names);
  if (Array.isArray(value)) return value.map((one) => sweep(one, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sweep(inner, names)]));
}

function cutOut(text: string, names: string[]): string {
  let clean = withoutEmails(text);
  for (const name of names) {
    for (
      let at = clean.toLowerCase().indexOf(name.toLowerCase());
      at >= 0;
      at = clean.toLowerCase().indexOf(name.toLowerCase())
    ) {
      clean = `${clean.slice(0, at)}[erased]${clean.slice(at + name.length)}`;
    }
  }
  return clean;
}

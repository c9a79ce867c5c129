/** The proof that a shopper ticked an add-on: it travels with the line as private properties, from the tick to the order. */
export type Consent = {
  /** ISO 8601: when the shopper ticked, by the shopper's clock */
  tickedAt: string;
  /** the price beside the tick, as it was written there */
  priceShown: string;
  widgetVersion: string;
};

/**
 * Reads a line's properties. A shopper can write them too, so this is a claim about the shopper's own act and
 * decides nothing about money; what makes no sense is no proof.
 */
export function consentOf(properties: { name: string; value: string }[]): Consent | null {
  const found = new Map(properties.map(({ name, value }) => [name, value]));
  const tickedAt = found.get('_tagalong_ticked') ?? '';
  const priceShown = found.get('_tagalong_price') ?? '';
  const widgetVersion = found.get('_tagalong_v') ?? '';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(tickedAt) || Number.isNaN(Date.parse(tickedAt))) return null;
  if (priceShown === '' || priceShown.length > 60) return null;
  return { tickedAt: new Date(tickedAt).toISOString(), priceShown, widgetVersion: widgetVersion.slice(0, 20) };
}

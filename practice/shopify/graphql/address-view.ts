import type { AddressDoc } from '../ledger/order';
import type { View } from './view';

const regions = new Intl.DisplayNames(['en'], { type: 'region' });

export function countryName(code: string | null): string | null {
  if (code === null) return null;
  try {
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
}

const provinces: Record<string, string> = {
  ON: 'Ontario',
  QC: 'Quebec',
  BC: 'British Columbia',
  AB: 'Alberta',
  NY: 'New York',
  CA: 'California',
  TX: 'Texas',
  WA: 'Washington',
  IL: 'Illinois',
  FL: 'Florida',
  MA: 'Massachusetts',
  OR: 'Oregon',
};

export function provinceName(code: string | null): string | null {
  return code === null ? null : (provinces[code] ?? code);
}

export function nameOf(of: { firstName: string | null; lastName: string | null }): string | null {
  const name = [of.firstName, of.lastName].filter(Boolean).join(' ');
  return name === '' ? null : name;
}

export function addressView(address: AddressDoc | null, id: string): View | null {
  if (address === null) return null;
  const country = countryName(address.countryCode);
  const place = [address.city, address.provinceCode, country].filter(Boolean).join(', ');
  return {
    ...address,
    id: `gid://shopify/MailingAddress/${id}?model_name=Address`,
    name: nameOf(address),
    country,
    countryCodeV2: address.countryCode,
    province: provinceName(address.provinceCode),
    formattedArea: place,
    formatted: [nameOf(address), address.company, address.address1, address.address2, place, address.zip].filter(
      Boolean,
    ),
  };
}

/** MailingAddressInput and its relatives to what the ledger keeps. */
export function addressFrom(input: Record<string, string | null | undefined> | null | undefined): AddressDoc | null {
  if (input === null || input === undefined) return null;
  return {
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    company: input.company ?? null,
    address1: input.address1 ?? null,
    address2: input.address2 ?? null,
    city: input.city ?? null,
    provinceCode: input.provinceCode ?? input.province ?? null,
    countryCode: input.countryCode ?? input.country ?? null,
    zip: input.zip ?? null,
    phone: input.phone ?? null,
  };
}

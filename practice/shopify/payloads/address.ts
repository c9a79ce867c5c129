import { countryName, nameOf, provinceName } from '../graphql/address-view';
import type { AddressDoc } from '../ledger/order';

export function addressPayload(address: AddressDoc | null) {
  if (address === null) return null;
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: provinceName(address.provinceCode),
    country: countryName(address.countryCode),
    last_name: address.lastName,
    address2: address.address2,
    company: address.company,
    latitude: null,
    longitude: null,
    name: nameOf(address) ?? '',
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}

import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { asFault } from '~/domain/shared/fault';
import { platformOf } from '~/platforms/registry.server';
import type { CurrencyOfStore } from '~/platforms/store-api';
import { onPage } from './app/on-page.server';

/** The currencies in which a merchant may name prices, or why they are not known now: the page they belong to goes on. */
export type Currencies = { currencies: CurrencyOfStore[]; problem: string | null };

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant }) => {
    const api = await platformOf(merchant.platform).api(merchant.storeId);
    try {
      return json<Currencies>({ currencies: await api.currenciesOfStore(), problem: null });
    } catch (error) {
      return json<Currencies>({ currencies: [], problem: asFault(error).publicMessage });
    }
  });
}

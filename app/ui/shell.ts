/** What every page inside the admin knows: the platform's bridge and the store it is shown for. */
export type Shell = {
  bridge: { apiKey: string; scriptUrl: string };
  store: { name: string; domain: string; currency: string; timeZone: string };
};

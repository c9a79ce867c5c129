/**
 * What a merchant's browser does when it opens the app for the first time: the admin gives the address for the app's
 * iframe, signed and with the platform's token in it; the app trades that token for its own (token exchange).
 */
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

/**
 * @param launchUrl where the practice admin's own script asks for the iframe's address
 * @throws {Error} when there is none, or the app does not answer it with a page
 */
export async function openAppOnce(launchUrl: string): Promise<void> {
  const launch = await fetch(launchUrl, { headers: { 'user-agent': browser } });
  if (!launch.ok) throw new Error(`The practice admin answered ${launch.status} at ${launchUrl}.`);
  const { url } = (await launch.json()) as { url: string };
  const page = await fetch(url, { headers: { 'user-agent': browser, accept: 'text/html' }, redirect: 'manual' });
  if (page.status !== 200) {
    throw new Error(`The app answered ${page.status} to its first visit:\n${(await page.text()).slice(0, 600)}`);
  }
}

/**
 * The same on Shoplazza: the app's signed address leads to the page where the merchant agrees, and from there back.
 * @param appAddress as the admin opens it
 */
export async function agreeOnShoplazza(appAddress: string, practiceApi: string): Promise<void> {
  const headers = { 'user-agent': browser, accept: 'text/html' };
  const opened = await fetch(appAddress, { headers, redirect: 'manual' });
  const asked = opened.headers.get('location');
  if (opened.status !== 302 || !asked) throw new Error(`The app answered ${opened.status} to its first visit.`);
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  // The store's own address leads to the practice platform.
  const { host, pathname, search } = new URL(asked);
  const agreed = await fetch(`${practiceApi}${pathname}${search}`, {
    ...{ method: 'POST', redirect: 'manual', headers: { ...headers, 'x-forwarded-host': host } },
    body: new URLSearchParams({ store: host }),
  });
  const back = agreed.headers.get('location');
  if (!back) throw new Error(`The practice Shoplazza answered ${agreed.status} to the merchant's agreement.`);
  const granted = await fetch(back, { headers: { ...headers, cookie }, redirect: 'manual' });
  if (granted.status !== 302) throw new Error(`The app answered ${granted.status} when the merchant came back.`);
}

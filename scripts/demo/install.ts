/**
 * What a merchant's browser does when it opens the app for the first time: the admin page, then the address of the
 * app's iframe with the platform's signed token. The app trades that token for its own (token exchange).
 */
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

/** @throws {Error} when the admin page shows no app, or the app does not answer with a page */
export async function openAppOnce(practiceAdminUrl: string): Promise<void> {
  const shell = await fetch(practiceAdminUrl, { headers: { 'user-agent': browser } });
  const source = /<iframe[^>]*\ssrc="([^"]+)"/.exec(await shell.text())?.[1];
  if (!shell.ok || !source)
    throw new Error(`The practice admin shows no app at ${practiceAdminUrl} (${shell.status}).`);
  const address = source.replaceAll('&amp;', '&');
  const page = await fetch(address, { headers: { 'user-agent': browser, accept: 'text/html' }, redirect: 'manual' });
  if (page.status !== 200) {
    throw new Error(`The app answered ${page.status} to its first visit:\n${(await page.text()).slice(0, 600)}`);
  }
}

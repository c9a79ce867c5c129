import { type ActionFunctionArgs, json } from '@remix-run/node';
import { readAddOn } from '~/addons/add-on';
import { previewPage } from '~/addons/preview.server';
import { onPage } from './app/on-page.server';

/** Draws the widget for the values of a form; null while they could not be saved. Keeps nothing. */
export function action({ request }: ActionFunctionArgs) {
  return onPage(request, async ({ store }) => {
    const values = (await request.json()) as { title?: string; price?: string };
    // What was not typed yet has a place all the same.
    const shown = {
      ...values,
      title: values.title?.trim() || 'Title',
      price: values.price?.trim() || '10',
      state: 'draft',
    };
    const read = readAddOn(shown, store.currency);
    const html = read.outcome === 'valid' ? await previewPage(read.input, store.currency) : null;
    return json({ html });
  });
}

import { consentPageShape, consentShape, findingPageShape } from './add-on-shapes';
import { consentsExportQuery, consentsQuery, pageQuery } from './queries';

/** What the API tells about sold add-ons; part of resources.ts. */
export const addOnResources = {
  '/add-ons/consents': {
    summary: 'Sold add-ons with the proof that the shopper ticked them, the newest order first',
    query: consentsQuery,
    answer: consentPageShape,
    answers: 'One page of lines.',
  },
  '/add-ons/consents/export': {
    summary: 'The same as a file',
    query: consentsExportQuery,
    answer: consentShape,
    mediaType: 'text/csv',
    answers: 'CSV, a row per line, sent while it is read.',
  },
  '/add-ons/findings': {
    summary:
      'Sold add-ons that are wrong in their order: without their product, with too many or too few pieces, or not fulfilled',
    query: pageQuery,
    answer: findingPageShape,
    answers: 'One page of findings, the newest order first.',
  },
};

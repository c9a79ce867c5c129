import './checkout.js';
import { extend } from 'shoplazza-extension-ui';

// An element of its own: it comes alive however the platform puts the words below into the page.
extend({
  extensionPoint: 'Checkout::ProductList::RenderAfter',
  component: '<tagalong-checkout></tagalong-checkout>',
});

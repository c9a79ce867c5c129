import { runContract } from './run-contract';
import { facts, shopifyRig, startPractice } from './shopify-rig';

runContract('shopify', {
  facts,
  startPractice,
  environmentOf: (practice) => ({ SHOPIFY_API_ORIGIN: practice.apiUrl }),
  rigOf: shopifyRig,
});

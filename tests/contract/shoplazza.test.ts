import { runContract } from './run-contract';
import { facts, shoplazzaRig, startPractice } from './shoplazza-rig';

runContract('shoplazza', {
  facts,
  startPractice,
  environmentOf: (practice) => ({ SHOPLAZZA_API_ORIGIN: practice.apiUrl }),
  rigOf: shoplazzaRig,
});

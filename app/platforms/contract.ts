import { auth } from './contract/auth';
import { bodies } from './contract/bodies';
import type { ContractCase, RigFacts } from './contract/case';
import { endurance } from './contract/endurance';
import { fulfilling } from './contract/fulfilling';
import { money } from './contract/money';
import { paging } from './contract/paging';
import { selling } from './contract/selling';
import { statuses } from './contract/statuses';
import { webhooks } from './contract/webhooks';

/**
 * What every platform must do, whichever it is: cases that an adapter passes against its practice platform. The next
 * platform starts by failing them. `npm run test:contract` runs them; what a platform gives to them is a Rig.
 */
export { type ContractCase, type PlacedOrder, type Rig, type RigFacts, Unmet } from './contract/case';

/** @param facts known before anything runs: raw values and vectors become cases */
export function contractCases(facts: RigFacts): ContractCase[] {
  return [auth, webhooks, bodies, statuses, money, paging, endurance, selling, fulfilling].flatMap((area) =>
    area(facts),
  );
}

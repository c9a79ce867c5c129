import type { Pieces } from '../platform';
import { type ContractCase, fail, faultOf, holds, type Rig, readPulled, same } from './case';

/** Pieces of an order that are marked as fulfilled. */
export function fulfilling(): ContractCase[] {
  return [
    {
      name: 'fulfil: the asked line is fulfilled whole, the others are left alone',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [2, 3]);
        const asked = [line(lines, 1, 3)];
        same(await rig.api.fulfilLines(id, asked), asked, 'what is fulfilled now');
        same(await open(rig, id), [2, 0]);
      },
    },
    {
      name: 'fulfil: asked again nothing happens',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [2, 3]);
        await rig.api.fulfilLines(id, [line(lines, 1, 3)]);
        same(await rig.api.fulfilLines(id, [line(lines, 1, 3)]), []);
        same(await open(rig, id), [2, 0]);
      },
    },
    {
      name: 'fulfil: no more pieces than are asked for',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [2, 3]);
        same(await rig.api.fulfilLines(id, [line(lines, 1, 1)]), [line(lines, 1, 1)]);
        same(await open(rig, id), [2, 2]);
      },
    },
    {
      name: 'fulfil: what is fulfilled in part is brought to its end',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [2, 3]);
        await rig.api.fulfilLines(id, [line(lines, 1, 1)]);
        same(await rig.api.fulfilLines(id, [line(lines, 0, 1), line(lines, 1, 3)]), [
          line(lines, 0, 1),
          line(lines, 1, 2),
        ]);
        same(await open(rig, id), [1, 0]);
      },
    },
    {
      name: 'fulfil: what was given back is not fulfilled',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [3]);
        await rig.world.refundOneUnit(id);
        const [left = fail('there is no line')] = await open(rig, id);
        holds(left < 3, 'a piece was given back');
        same(await rig.api.fulfilLines(id, [line(lines, 0, 3)]), [line(lines, 0, left)]);
        same(await open(rig, id), [0]);
      },
    },
    {
      name: 'fulfil: of an order that was shipped, cancelled, or is not there nothing is open',
      run: async (rig) => {
        const fresh = await placed(rig, [1]);
        same(await rig.api.fulfilLines(fresh.id, [line(fresh.lines, 0, 1)]), [line(fresh.lines, 0, 1)]);
        const shipped = await placed(rig, [1]);
        await rig.world.ship(shipped.id);
        same(await rig.api.fulfilLines(shipped.id, [line(shipped.lines, 0, 1)]), []);
        const cancelled = await placed(rig, [1]);
        await rig.world.cancel(cancelled.id);
        same(await rig.api.fulfilLines(cancelled.id, [line(cancelled.lines, 0, 1)]), []);
        same(await rig.api.fulfilLines('999999999999999999', [line(shipped.lines, 0, 1)]), []);
      },
    },
    {
      name: 'fulfil: a line behind many others is found',
      run: async (rig) => {
        const { id, lines } = await placed(rig, Array(160).fill(1));
        await rig.api.fulfilLines(id, [line(lines, 159, 1)]);
        same(
          (await open(rig, id)).reduce((total, one) => total + one, 0),
          159,
        );
      },
    },
    {
      name: 'fulfil: an order that is fulfilled in parts is shown so',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [1, 1]);
        await rig.api.fulfilLines(id, [line(lines, 1, 1)]);
        const { order } = await readPulled(rig, id);
        same(order?.fulfillmentStatus, 'partially_fulfilled');
        same(
          order?.fulfillments.flatMap((one) => one.lines),
          [line(lines, 1, 1)],
        );
      },
    },
    {
      name: 'fulfil: the shopper is not told',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [1]);
        await rig.api.fulfilLines(id, [line(lines, 0, 1)]);
        same(await open(rig, id), [0]);
        same((await rig.world.mails?.(id)) ?? 0, 0, 'the number of e-mails');
      },
    },
    {
      name: 'fulfil: what we may not fulfil is refused for good, and done once we may',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [1]);
        const work = () => rig.api.fulfilLines(id, [line(lines, 0, 1)]);
        await rig.faults.forbidFulfilling(true);
        const ended = await faultOf(work);
        await rig.faults.forbidFulfilling(false);
        same([ended, await open(rig, id)], ['platform-refused', [1]]);
        await work();
        same(await open(rig, id), [0]);
      },
    },
    {
      name: 'fulfil: an order on hold is refused, and done once it is free',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [1, 1]);
        const work = () => rig.api.fulfilLines(id, [line(lines, 1, 1)]);
        await rig.world.hold?.(id, true);
        if (rig.world.hold) same([await faultOf(work), await open(rig, id)], ['platform-refused', [1, 1]]);
        await rig.world.hold?.(id, false);
        await work();
        same(await open(rig, id), [1, 0]);
      },
    },
    {
      name: 'fulfil: a platform that asks to wait is waited for',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [1]);
        rig.faults.throttle(2);
        await rig.api.fulfilLines(id, [line(lines, 0, 1)]);
        same(await open(rig, id), [0]);
      },
    },
    {
      name: 'fulfil: a change whose answer was lost is not made a second time',
      run: async (rig) => {
        const { id, lines } = await placed(rig, [3]);
        rig.faults.loseChange();
        same(await faultOf(() => rig.api.fulfilLines(id, [line(lines, 0, 1)])), 'platform-unavailable');
        same(await open(rig, id), [2]);
      },
    },
  ];
}

async function placed(rig: Rig, quantities: number[]) {
  const { id } = await rig.world.place({ lines: quantities.map((quantity) => ({ price: '10.00', quantity })) });
  return { id, lines: await rig.world.lines(id) };
}

function line(lines: { id: string }[], at: number, quantity: number): Pieces {
  return { platformLineId: lines[at]?.id ?? fail(`there is no line ${at}`), quantity };
}

async function open(rig: Rig, id: string): Promise<number[]> {
  return (await rig.world.lines(id)).map((one) => one.open);
}

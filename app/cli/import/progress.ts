import { SingleBar } from 'cli-progress';
import type { Output } from '../command';

/** How far an import is: a bar where somebody watches, a line now and then where a log does. */
export type Progress = { at(place: { offset: number; orders: number }): void; end(): void };

const lineEveryMs = 5_000;

/** @param size bytes of the file; null when nobody knows */
export function showProgress(size: number | null, out: Pick<Output, 'note'>, stream = process.stderr): Progress {
  return size !== null && stream.isTTY ? bar(size, stream) : lines(size, out);
}

function bar(size: number, stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({
    format: '{bar} {percentage} %  {orders} orders  {rate}/s  {eta_formatted} left',
    stream,
    etaBuffer: 50,
    hideCursor: true,
  });
  const began = Date.now();
  let first: number | null = null;
  shown.start(Math.max(1, size), 0, { orders: 0, rate: 0 });
  return {
    at({ offset, orders }) {
      first ??= orders;
      const rate = Math.round((orders - first) / Math.max(0.001, (Date.now() - began) / 1000));
      shown.update(offset, { orders: orders.toLocaleString('en'), rate: rate.toLocaleString('en') });
    },
    end: () => shown.stop(),
  };
}

function lines(size: number | null, out: Pick<Output, 'note'>): Progress {
  const began = Date.now();
  let said = began;
  let first: number | null = null;
  return {
    at({ offset, orders }) {
      first ??= orders;
      const now = Date.now();
      if (now - said < lineEveryMs) return;
      said = now;
      const share = size === null ? '' : `, ${Math.floor((offset / Math.max(1, size)) * 100)} % of the file`;
      out.note(`${orders} orders${share}, ${Math.round((orders - first) / ((now - began) / 1000))} a second`);
    },
    end: () => {},
  };
}

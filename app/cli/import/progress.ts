import { SingleBar } from 'cli-progress';
import type { Output } from '../command';

/** How far an import is: a bar where somebody watches, a line now and then where a log does. */
export type Progress = { at(place: Reached): void; end(): void };
export type Reached = { offset: number; orders: number };

const lineEveryMs = 5_000;

/**
 * @param size bytes of the file; null when nobody knows
 * @param start where reading begins: an import that goes on must not take what was read before for its speed
 */
export function showProgress(
  size: number | null,
  start: Reached,
  out: Pick<Output, 'note'>,
  stream = process.stderr,
): Progress {
  const began = Date.now();
  if (size !== null && stream.isTTY) return bar(size, start, began, stream);
  let said = began;
  return {
    at(place) {
      const now = Date.now();
      if (now - said < lineEveryMs) return;
      said = now;
      out.note(progressLine(size, start, place, (now - began) / 1000));
    },
    end: () => {},
  };
}

/** One line of progress: what was read of what, orders, speed, time left. */
export function progressLine(size: number | null, start: Reached, place: Reached, seconds: number): string {
  const { orders, perSecond, secondsLeft } = speedOf(size, start, place, seconds);
  const read = size === null ? megabytes(place.offset) : `${megabytes(place.offset)} of ${megabytes(size)}`;
  const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`;
  return `${read}, ${orders} orders, ${perSecond} a second${left}`;
}

function bar(size: number, start: Reached, began: number, stream: NodeJS.WriteStream): Progress {
  const format = '{bar} {percentage} %  {read}  {orders} orders  {perSecond}/s  {left} left';
  const shown = new SingleBar({ format, stream, hideCursor: true });
  const told = (place: Reached) => {
    const { orders, perSecond, secondsLeft } = speedOf(size, start, place, (Date.now() - began) / 1000);
    const read = `${megabytes(place.offset)} of ${megabytes(size)}`;
    return { read, orders, perSecond, left: secondsLeft === null ? '?' : duration(secondsLeft) };
  };
  shown.start(Math.max(1, size), start.offset, told(start));
  return { at: (place) => shown.update(place.offset, told(place)), end: () => shown.stop() };
}

function speedOf(size: number | null, start: Reached, place: Reached, seconds: number) {
  const perSecond = Math.round((place.orders - start.orders) / Math.max(0.001, seconds));
  const bytesPerSecond = (place.offset - start.offset) / Math.max(0.001, seconds);
  const secondsLeft = size === null || bytesPerSecond <= 0 ? null : Math.ceil((size - place.offset) / bytesPerSecond);
  return { orders: place.orders.toLocaleString('en'), perSecond: perSecond.toLocaleString('en'), secondsLeft };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

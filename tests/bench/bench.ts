/** What every bench gives back: its cases side by side from one run, and the ratios that count. */
export type BenchCase = { name: string; median: number; min: number; max: number; unit: string };
export type BenchResult = { bench: string; rounds: number; cases: BenchCase[]; ratios: Record<string, number> };
export type BenchOptions = { rounds: number; quick: boolean; keep?: string | undefined; say: (line: string) => void };
export type Bench = { name: string; about: string; run(options: BenchOptions): Promise<BenchResult> };

/** One case from the figures of its rounds. */
export function benchCase(name: string, figures: number[], unit: string): BenchCase {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  return { name, median, min: at(0), max: at(sorted.length - 1), unit };
}

/** Medians divided, two digits. */
export function ratio(cases: BenchCase[], ours: string, theirs: string): number {
  const median = (name: string) => cases.find((one) => one.name === name)?.median ?? Number.NaN;
  return Number((median(ours) / median(theirs)).toFixed(2));
}

import type { Difference } from '~/domain/experiments/statistics';

/**
 * A difference as a picture: a dot where it was measured, a thick line where it is on a chosen day, a thin one where it is
 * on any day, and a mark at "no difference".
 */
export function Interval({ difference, label }: { difference: Difference; label: string }) {
  const { estimate, low, high, alwaysLow, alwaysHigh } = difference;
  const [far, near] = [Number.isFinite(alwaysLow) ? alwaysLow : low, Number.isFinite(alwaysHigh) ? alwaysHigh : high];
  const reach = Math.max(Math.abs(far), Math.abs(near), Math.abs(estimate)) || 1;
  const at = (value: number) => 100 + (92 * value) / reach;
  const colour =
    far > 0 ? 'var(--p-color-bg-fill-success)' : near < 0 ? 'var(--p-color-bg-fill-critical)' : 'currentColor';
  return (
    <svg className="tg-interval" viewBox="0 0 200 28" preserveAspectRatio="none" role="img" aria-label={label}>
      <line x1="100" x2="100" y1="2" y2="26" stroke="var(--p-color-border-tertiary)" strokeDasharray="2 2" />
      <line x1={at(far)} x2={at(near)} y1="14" y2="14" stroke={colour} strokeWidth="2" opacity="0.5" />
      <line x1={at(low)} x2={at(high)} y1="14" y2="14" stroke={colour} strokeWidth="8" opacity="0.5" />
      <line x1={at(estimate)} x2={at(estimate)} y1="6" y2="22" stroke={colour} strokeWidth="3" />
    </svg>
  );
}

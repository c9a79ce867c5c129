// Which variant of an add-on is charged beside a product of a price: app/domain/addons/pricing.ts and ladder.ts decide the same.

/** The variant that is charged and its hundredths; undefined when none is near. */
export function rungOf({ tiers, milli, min, max, step }, rungs, cents) {
  let wanted = 0;
  if (tiers) {
    const tier = tiers.find(({ upTo }) => upTo === null || cents <= upTo);
    wanted = tier ? tier.price : 0;
  } else {
    const divisor = step * 100000;
    wanted = Math.floor((cents * milli + divisor / 2) / divisor) * step;
    if (wanted < min) wanted = min;
    if (max > 0 && wanted > max) wanted = max;
  }
  let best;
  for (const rung of wanted > 0 ? rungs : []) {
    if (!best || Math.abs(rung[1] - wanted) < Math.abs(best[1] - wanted)) best = rung;
    if (rung[1] >= wanted) break;
  }
  return best;
}

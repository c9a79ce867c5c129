/** The steps from an add-on on a page to its sale. The last is counted from orders alone, the others are told by browsers. */
export const toldSteps = ['exposed', 'viewed', 'ticked', 'added'] as const;
export type ToldStep = (typeof toldSteps)[number];

/** As the table has it: 1 exposed, 2 viewed, 3 ticked, 4 added. */
export function stepNumber(step: ToldStep): number {
  return toldSteps.indexOf(step) + 1;
}

export type Funnel = Record<ToldStep, number> & { purchased: number };

/** Of those who came to the step before, how many came to this one; null where nobody came so far. */
export function passed(funnel: Funnel, step: keyof Funnel): number | null {
  const steps = [...toldSteps, 'purchased'] as const;
  const before = steps[steps.indexOf(step) - 1];
  if (!before) return null;
  return funnel[before] === 0 ? null : funnel[step] / funnel[before];
}

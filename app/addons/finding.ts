/** What can be wrong with a sold add-on, the gravest first: one line of an order is found for one thing. */
export const findingKinds = ['orphan', 'product_gone', 'too_many', 'too_few', 'not_fulfilled'] as const;
export type FindingKind = (typeof findingKinds)[number];

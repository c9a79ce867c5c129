import type { AddOnKind, AddOnState, AddOnTargets, PublicationState } from '~/addons/add-on';
import type { AddOnPeriod } from '~/analytics/add-on-days-store.server';
import type { Phase } from '~/domain/addons/details';
import type { Pricing } from '~/domain/addons/pricing';

/** One row of the list. */
export type ListedAddOn = {
  id: string;
  title: string;
  kind: AddOnKind;
  state: AddOnState;
  phase: Phase;
  price: string;
  currency: string;
  pricing: Pricing;
  targets: AddOnTargets;
  publication: PublicationState;
  /** of the last 30 days */
  figures: AddOnPeriod | null;
  /** of the 30 days before */
  revenueBefore: string;
};

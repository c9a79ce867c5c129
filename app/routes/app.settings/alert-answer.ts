import type { FormErrors } from '~/alerts/form';

/** What the action answers to the form of alerts. */
export type AlertAnswer =
  | { outcome: 'alerts-saved' }
  | { outcome: 'alerts-tested'; message: string }
  | { outcome: 'alerts-failed'; message: string }
  | { outcome: 'alerts-invalid'; errors: FormErrors };

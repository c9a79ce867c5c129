import type { AddOnErrors, AddOnInput } from '~/addons/add-on';

/** What the editor asks of its action, and what that answers. */
export type Asked =
  | { intent: 'save'; values: AddOnInput }
  | { intent: 'state'; state: AddOnInput['state'] }
  | { intent: 'publish' }
  | { intent: 'duplicate' };
export type Answer =
  | { outcome: 'saved'; intent: Asked['intent']; id: string; state: AddOnInput['state'] }
  | { outcome: 'invalid'; errors: AddOnErrors };

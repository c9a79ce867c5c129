import type { AddOnState } from '~/addons/add-on';

/** What the list asks of its action, and what that answers. */
export type Asked =
  | { intent: 'states'; ids: string[]; state: AddOnState }
  /** puts each back into the state it had */
  | { intent: 'restore'; states: { id: string; state: AddOnState }[] }
  | { intent: 'arrange'; ids: string[] };

export type Answer =
  | {
      intent: 'states';
      changed: { id: string; state: AddOnState }[];
      state: AddOnState;
      refused: { title: string; why: string }[];
    }
  | { intent: 'restore' }
  | { intent: 'arrange'; before: string[] };

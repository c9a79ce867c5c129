/** What the action answers to a new or an ended key. The key's text is given here and never again. */
export type KeyAnswer =
  | { outcome: 'created'; key: string; name: string }
  | { outcome: 'revoked' }
  | { outcome: 'invalid'; message: string };

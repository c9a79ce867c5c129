/** The statuses that the pages show, in the merchant's words and with Polaris' tones. */
type Tone = 'info' | 'success' | 'attention' | 'warning' | 'critical';
export type StatusBadge = { text: string; tone?: Tone; progress?: 'incomplete' | 'partiallyComplete' | 'complete' };

const financial: Record<string, StatusBadge> = {
  pending: { text: 'Payment pending', tone: 'attention', progress: 'incomplete' },
  authorized: { text: 'Authorized', tone: 'attention', progress: 'incomplete' },
  partially_paid: { text: 'Partially paid', tone: 'attention', progress: 'partiallyComplete' },
  paid: { text: 'Paid', progress: 'complete' },
  partially_refunded: { text: 'Partially refunded', progress: 'partiallyComplete' },
  refunded: { text: 'Refunded', progress: 'complete' },
  voided: { text: 'Voided', progress: 'complete' },
  expired: { text: 'Expired', tone: 'warning', progress: 'complete' },
};

const fulfillment: Record<string, StatusBadge> = {
  unfulfilled: { text: 'Unfulfilled', tone: 'attention', progress: 'incomplete' },
  scheduled: { text: 'Scheduled', progress: 'incomplete' },
  on_hold: { text: 'On hold', tone: 'warning', progress: 'incomplete' },
  in_progress: { text: 'In progress', tone: 'info', progress: 'partiallyComplete' },
  partially_fulfilled: { text: 'Partially fulfilled', tone: 'warning', progress: 'partiallyComplete' },
  fulfilled: { text: 'Fulfilled', progress: 'complete' },
  restocked: { text: 'Restocked', progress: 'complete' },
};

const order: Record<string, StatusBadge> = {
  open: { text: 'Open' },
  closed: { text: 'Archived' },
  cancelled: { text: 'Cancelled', tone: 'critical' },
};

const syncJob: Record<string, StatusBadge> = {
  pending: { text: 'Waiting', progress: 'incomplete' },
  running: { text: 'Running', tone: 'info', progress: 'partiallyComplete' },
  paused: { text: 'Paused', tone: 'attention', progress: 'partiallyComplete' },
  waits_for_permission: { text: 'Needs you', tone: 'critical', progress: 'partiallyComplete' },
  cancelling: { text: 'Stopping', tone: 'attention', progress: 'partiallyComplete' },
  cancelled: { text: 'Cancelled' },
  completed: { text: 'Completed', tone: 'success', progress: 'complete' },
  completed_with_errors: { text: 'Completed with errors', tone: 'warning', progress: 'complete' },
  failed: { text: 'Failed', tone: 'critical' },
};

const entry: Record<string, StatusBadge> = {
  pending: { text: 'Waiting', progress: 'incomplete' },
  processed: { text: 'Done', tone: 'success', progress: 'complete' },
  failed: { text: 'Will be tried again', tone: 'warning', progress: 'partiallyComplete' },
  dead: { text: 'Needs you', tone: 'critical' },
};

const addOn: Record<string, StatusBadge> = {
  scheduled: { text: 'Scheduled', tone: 'info' },
  ended: { text: 'Ended' },
  draft: { text: 'Draft', tone: 'info' },
  active: { text: 'Active', tone: 'success' },
  archived: { text: 'Archived' },
};

const publication: Record<string, StatusBadge> = {
  unpublished: { text: 'Not published' },
  publishing: { text: 'Publishing', tone: 'info', progress: 'partiallyComplete' },
  published: { text: 'Published', tone: 'success', progress: 'complete' },
  failed: { text: 'Publishing failed', tone: 'critical' },
};

const privacy: Record<string, StatusBadge> = {
  received: { text: 'Received', tone: 'attention', progress: 'incomplete' },
  running: { text: 'In progress', tone: 'info', progress: 'partiallyComplete' },
  completed: { text: 'Completed', tone: 'success', progress: 'complete' },
  failed: { text: 'Failed', tone: 'critical' },
};

const returned: Record<string, StatusBadge> = {
  requested: { text: 'Requested', tone: 'attention', progress: 'incomplete' },
  open: { text: 'In progress', tone: 'info', progress: 'partiallyComplete' },
  closed: { text: 'Returned', progress: 'complete' },
  cancelled: { text: 'Cancelled' },
  declined: { text: 'Declined' },
};

const segment: Record<string, StatusBadge> = {
  champions: { text: 'Champions', tone: 'success' },
  loyal: { text: 'Loyal', tone: 'success' },
  potential_loyal: { text: 'Potential loyal', tone: 'info' },
  new: { text: 'New', tone: 'info' },
  promising: { text: 'Promising', tone: 'info' },
  needs_attention: { text: 'Needs attention', tone: 'attention' },
  about_to_sleep: { text: 'About to sleep', tone: 'attention' },
  at_risk: { text: 'At risk', tone: 'warning' },
  cannot_lose: { text: 'Cannot lose', tone: 'critical' },
  hibernating: { text: 'Hibernating' },
  lost: { text: 'Lost' },
};

const families = {
  financial,
  fulfillment,
  order,
  syncJob,
  entry,
  addOn,
  publication,
  privacy,
  return: returned,
  segment,
};
export type StatusFamily = keyof typeof families;

/** The badge of a status; one that nobody foresaw is shown in its own words. */
export function statusBadge(family: StatusFamily, status: string): StatusBadge {
  return families[family][status] ?? { text: inWords(status) };
}

/** The choices of a filter on a family of statuses. */
export function statusChoices(family: StatusFamily): { label: string; value: string }[] {
  return Object.entries(families[family]).map(([value, badge]) => ({ label: badge.text, value }));
}

/** "partially_paid" as "Partially paid". */
export function inWords(code: string): string {
  const words = code.replace(/[_-]+/g, ' ').trim().toLowerCase();
  return words === '' ? 'Unknown' : words.charAt(0).toUpperCase() + words.slice(1);
}

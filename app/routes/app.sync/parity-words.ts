/** What the Sync page says about orders that are not the platform's. */
const causes: Record<string, string> = {
  missing: 'is not here',
  stale: 'changed on the platform and we were not told',
  different: 'is not what the platform says',
  gone: 'was deleted on the platform',
};
const cures: Record<string, string> = {
  missing: 'Repair fetches it',
  stale: 'Repair fetches it anew',
  different: 'Repair writes it anew from the platform',
  gone: 'Repair marks it as deleted; it stays in the list and leaves the figures',
};

export function causeWords(cause: string): string {
  return causes[cause] ?? cause;
}

export function causeCure(cause: string): string {
  return cures[cause] ?? 'Repair fetches it anew';
}

/** The first differing fields in words: `orders.financial_status` is "financial status". */
export function fieldWords(fields: string[]): string {
  const words = fields.map((field) => {
    const [table = '', column = ''] = field.split('.');
    const name = column.replace('_presentment', ' as the shopper saw it').replaceAll('_', ' ');
    return table === 'orders' ? name : `${table.replace('order_', '').replaceAll('_', ' ')} ${name}`;
  });
  const shown = [...new Set(words)];
  return shown.length > 4 ? `${shown.slice(0, 4).join(', ')} and ${shown.length - 4} more` : shown.join(', ');
}

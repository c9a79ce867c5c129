/** Offsets that are no whole hours, by a zone that has them. */
const oddZones: Record<string, string> = {
  '+0330': 'Asia/Tehran',
  '+0430': 'Asia/Kabul',
  '+0530': 'Asia/Kolkata',
  '+0545': 'Asia/Kathmandu',
  '+0630': 'Asia/Yangon',
  '+0845': 'Australia/Eucla',
  '+0930': 'Australia/Darwin',
  '+1030': 'Australia/Adelaide',
  '+1245': 'Pacific/Chatham',
  '-0330': 'America/St_Johns',
  '-0930': 'Pacific/Marquesas',
};

/** Shoplazza tells a store's time zone as its offset, "+0800"; what is a name already stays one, nonsense is UTC. */
export function timeZoneOf(told: string | null): string {
  if (told?.includes('/')) return told;
  const [, sign, hours, minutes] = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})$/.exec(told ?? '') ?? [];
  if (sign === undefined || Number(hours) > 14) return 'Etc/UTC';
  if (minutes !== '00') return oddZones[`${sign}${hours}${minutes}`] ?? 'Etc/UTC';
  // These names count the other way round.
  return Number(hours) === 0 ? 'Etc/UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`;
}

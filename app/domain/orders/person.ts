/** An e-mail address as it is compared: without spaces around it, lower case. Null when there is none. */
export function normaliseEmail(text: string | null | undefined): string | null {
  const email = text?.trim().normalize('NFC').toLowerCase();
  return email ? email : null;
}

/**
 * A phone number as it is compared: digits only, with the leading plus or 00 as plus. Numbers without a
 * country code stay apart from those with one: guessing the country would join strangers. Null when there is none.
 */
export function normalisePhone(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  const digits = trimmed.replace(/\D/g, '');
  if (!digits) return null;
  if (trimmed.startsWith('+')) return `+${digits}`;
  return digits.startsWith('00') ? `+${digits.slice(2)}` : digits;
}

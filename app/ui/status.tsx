import { Badge } from '@shopify/polaris';
import { type StatusFamily, statusBadge } from './statuses';

/** A status as a badge. */
export function Status({ of, is }: { of: StatusFamily; is: string }) {
  const { text, tone, progress } = statusBadge(of, is);
  return (
    <Badge {...(tone ? { tone } : {})} {...(progress ? { progress } : {})}>
      {text}
    </Badge>
  );
}

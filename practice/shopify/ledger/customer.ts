import type { AddressDoc } from './order';

export type CustomerDoc = {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  tags: string[];
  note: string | null;
  locale: string;
  state: 'DISABLED' | 'ENABLED' | 'INVITED' | 'DECLINED';
  taxExempt: boolean;
  verifiedEmail: boolean;
  acceptsMarketing: boolean;
  /** what was said to marketing, once anything was */
  emailConsent?: ConsentDoc | null;
  smsConsent?: ConsentDoc | null;
  createdAt: string;
  updatedAt: string;
  addresses: (AddressDoc & { id: string })[];
};

export type ConsentDoc = { state: string; level: string; updatedAt: string | null };

/**
 * How an order is paid: cash on delivery or ahead of it. Platforms name the gateway in words of their own, often in
 * the store's language; this table says which are cash on delivery, everything else that is named is prepaid.
 */
export const paymentMethods = ['cod', 'prepaid', 'unknown'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** Gateway names as platforms write them, compared without case, spaces, dashes and underscores. */
const cashOnDelivery = new Set(
  [
    'cash on delivery',
    'cash on delivery (cod)',
    'cod',
    'pay on delivery',
    'payment on delivery',
    'contre remboursement',
    'paiement à la livraison',
    'nachnahme',
    'contra reembolso',
    'contrareembolso',
    'pago contra entrega',
    'contrassegno',
    'pagamento na entrega',
    'ramburs',
    'dobírka',
    'za pobraniem',
    'rembours',
    'efterkrav',
    'kapıda ödeme',
    'الدفع عند الاستلام',
    'नकद भुगतान',
    'bayar di tempat',
    'thanh toán khi nhận hàng',
    'เก็บเงินปลายทาง',
    '貨到付款',
    '货到付款',
    '代金引換',
    '代引き',
  ].map(comparable),
);
/** Named, and no payment at all. */
const noGateway = new Set(['', 'manual', 'none', 'gift_card'].map(comparable));

/** How an order with these gateways is paid; cash on delivery wins over what was paid beside it. */
export function paymentMethodOf(gateways: string[]): PaymentMethod {
  const named = gateways.map(comparable).filter((name) => !noGateway.has(name));
  if (named.some((name) => cashOnDelivery.has(name))) return 'cod';
  return named.length > 0 ? 'prepaid' : 'unknown';
}

/** Once cash on delivery, always cash on delivery: of two first methods the stickier one. */
export function firstMethod(a: PaymentMethod | null, b: PaymentMethod): PaymentMethod {
  const rank = { cod: 2, prepaid: 1, unknown: 0 };
  return a !== null && rank[a] >= rank[b] ? a : b;
}

function comparable(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_()-]/g, '');
}

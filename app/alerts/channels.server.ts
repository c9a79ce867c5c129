import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import { config } from '../config/config.server';
import { once } from '../db/once.server';
import { Fault } from '../domain/shared/fault';
import type { Message } from './message';

/** The ways out: e-mail by SMTP, and webhooks that take `{"text": ...}` as Slack's do. */

/** Whether this installation can send e-mail. */
export function canSendEmail(): boolean {
  return config().alerts.smtpUrl !== undefined;
}

/** @throws {Fault} `platform-unavailable` when the mail server does not take it */
export async function sendEmail(to: string, { subject, text }: Message): Promise<void> {
  const { smtpUrl, mailFrom } = config().alerts;
  if (smtpUrl === undefined) throw refused('This installation sends no e-mail.');
  const transport = once<Transporter>('alerts.smtp', () =>
    createTransport(smtpUrl, { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 } as object),
  );
  await transport.sendMail({ from: mailFrom, to, subject, text }).catch((cause: unknown) => {
    throw new Fault({
      ...{ reasonClass: 'platform-unavailable', retry: true, cause },
      publicMessage: 'The mail server did not take the message. We try again.',
    });
  });
}

/** @throws {Fault} when the address is not one we may call, or does not answer with 2xx */
export async function callWebhook(address: string, { subject, text }: Message): Promise<void> {
  await checkAddress(address);
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `*${subject}*\n${text}` }),
    // What it points to next was not checked.
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  }).catch((cause: unknown) => {
    throw unavailable(cause);
  });
  if (!reply.ok) throw unavailable(`answered ${reply.status}`);
}

/** Our own network is not for merchants to call. */
async function checkAddress(address: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (config().alerts.allowPrivate && url) return;
  if (url?.protocol !== 'https:') throw refused('The address must begin with https://.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) throw refused('This address does not exist.');
  if (found.some((one) => isPrivate(one.address))) throw refused('This address is not on the public internet.');
}

const privateNets = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateNets.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateNets.addSubnet(net, bits, 'ipv6');
}

/** True for addresses of private, local and reserved networks, IPv4 inside IPv6 as well. */
export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPrivate(mapped);
  return privateNets.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function refused(publicMessage: string): Fault {
  return new Fault({ reasonClass: 'invalid', retry: false, publicMessage });
}

function unavailable(cause: unknown): Fault {
  const publicMessage = 'The webhook did not take the message. We try again.';
  return new Fault({ reasonClass: 'platform-unavailable', retry: true, publicMessage, cause });
}

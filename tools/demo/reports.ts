/* The month's report as a PDF on disk, and a signed webhook that arrives at a receiver on this machine. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpClient } from '@argus/testing';
import { type Administrator, logIn } from './administrator.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** Returns how many answers were not as expected. */
export async function showReports(client: HttpClient, administrator: Administrator): Promise<number> {
  const token = await logIn(client, administrator);
  return (await reportOfMonth(client, token)) + (await signedWebhook(client, token));
}

async function reportOfMonth({ baseUrl }: HttpClient, token: string): Promise<number> {
  console.log('\nThe report of the last days');
  const to = new Date();
  const from = new Date(to.getTime() - 7 * 86_400_000);
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  const query = new URLSearchParams({ format: 'pdf', date_from: day(from), date_to: day(to) });
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${baseUrl}/api/v1/reports/attendance/?${query.toString()}`, { headers });
  const bytes = Buffer.from(await answer.arrayBuffer());
  /* Of many people it is made by a job. */
  if (answer.status === 202) {
    console.log('It is made in the background, as there are many people.');
    return 0;
  }
  const file = join(tmpdir(), 'argus-demo-report.pdf');
  writeFileSync(file, bytes);
  const isPdf = answer.status === 200 && bytes.subarray(0, 5).toString() === '%PDF-';
  console.log(isPdf ? `${bytes.length} bytes: open ${file}` : `Answered ${answer.status}, which is no PDF.`);
  return isPdf ? 0 : 1;
}

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function signedWebhook(client: HttpClient, token: string): Promise<number> {
  console.log('\nA signed webhook');
  const received: Received[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const registered = { name: 'Demo', url: `http://127.0.0.1:${port}/`, events: ['attendance_logged'] };
  try {
    const made = await client.post('/api/v1/webhooks/', registered, { token });
    if (made.status === 400) {
      console.log('Not shown: start the platform with WEBHOOK_NETWORKS=127.0.0.1 npm start, for trying.');
      return 0;
    }
    if (made.status !== 201) throw new UnexpectedAnswer('Registering the receiver', made);
    const { id, secret } = made.body as { id: string; secret: string };
    const path = `/api/v1/webhooks/${id}/`;
    try {
      await client.post(`${path}test/`, {}, { token });
    } finally {
      await client.send('DELETE', path, { token });
    }
    const [message] = received;
    const isGenuine = message !== undefined && isSigned(message, secret);
    console.log(message ? `Arrived: ${message.body}` : 'Nothing arrived.');
    console.log(isGenuine ? 'Its signature verifies (Standard Webhooks).' : 'Its signature does not verify.');
    return isGenuine ? 0 : 1;
  } finally {
    receiver.close();
  }
}

/** The receiver's part as the specification of Standard Webhooks has it: HMAC-SHA-256 over id, time and body. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const made = createHmac('sha256', key).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((each) => Buffer.from(each.replace('v1,', ''), 'base64'))
    .some((sent) => sent.length === made.length && timingSafeEqual(sent, made));
}

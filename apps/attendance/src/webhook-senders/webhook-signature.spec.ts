import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { isSignedBy, isWebhookSecret, signedMessageOf } from './webhook-signature.js';

/* Two implementations of Standard Webhooks agree on this one. */
const nowS = 1_764_433_200;
const body =
  '{"event":"attendance_logged","timestamp":"2025-11-29T16:20:00Z","data":{"employee_id":"FAC001","name":"Zoë Ødegård","camera_id":"CAM/01","confidence":0.97}}';
const secret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const headers = {
  'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
  'webhook-timestamp': String(nowS),
  'webhook-signature': 'v1,ZJ3zPG/j6xENJGEQ4hksYVf1cuveulk02HTv+qirzow=',
};
const read = (more: Partial<typeof headers> = {}, content = Buffer.from(body), at = nowS) =>
  signedMessageOf({ ...headers, ...more }, content, at);

describe('signed messages', () => {
  it('signedMessageOf: what came is read as it is', () => {
    expect(read()).toEqual({
      id: headers['webhook-id'],
      timestamp: String(nowS),
      signature: headers['webhook-signature'],
      body,
    });
  });

  it.each([
    ['too old', read({}, Buffer.from(body), nowS + 301)],
    ['too new', read({}, Buffer.from(body), nowS - 301)],
    ['a time with letters', read({ 'webhook-timestamp': `${nowS}abc` })],
    ['a time with a sign', read({ 'webhook-timestamp': `+${nowS}` })],
    ['a time with a fraction', read({ 'webhook-timestamp': `${nowS}.0` })],
    ['an empty id', read({ 'webhook-id': '' })],
    ['an id with a blank', read({ 'webhook-id': 'a b' })],
    ['bytes that are no UTF-8', read({}, Buffer.from([0xff, 0xfe]))],
    ['no headers', signedMessageOf({}, Buffer.from(body), nowS)],
  ])('signedMessageOf: %s is no message', (_, message) => {
    expect(message).toBeUndefined();
  });

  it('isWebhookSecret: 24 to 64 bytes in base64 behind whsec_', () => {
    const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
    expect([23, 24, 64, 65].map((bytes) => isWebhookSecret(of(bytes)))).toEqual([false, true, true, false]);
    for (const bad of [
      '',
      'whsec_',
      secret.slice(6),
      `${secret}=`,
      secret.replace('+', '-').replace('A', '-'),
    ])
      expect([bad, isWebhookSecret(bad)]).toEqual([bad, false]);
  });

  it('isSignedBy: another key did not sign it', () => {
    const other = 'whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=';
    const now = signedMessageOf({ ...headers }, Buffer.from(body), nowS)!;
    expect(isSignedBy(other, now)).toBe(false);
  });
  it('isSignedBy: what the library signs is signed, whatever its key, alone or among others', () => {
    expect(isSignedBy(secret, read()!)).toBe(true);
    for (const bytes of [24, 33, 64]) {
      const own = `whsec_${Buffer.alloc(bytes, bytes).toString('base64')}`;
      const signature = new Webhook(own).sign('m1', new Date(nowS * 1000), body);
      const signed = (text: string) =>
        isSignedBy(own, read({ 'webhook-id': 'm1', 'webhook-signature': text })!);
      expect(signed(signature)).toBe(true);
      expect(signed(`v1,AAAA v1a,${signature.slice(3)} ${signature}`)).toBe(true);
      const wrong = [
        signature.replace('v1,', 'v2,'),
        signature.replace('v1,', 'V1,'),
        signature.slice(3),
        signature.slice(0, -1),
        `${signature}=`,
        'v1,',
        '',
        signature.replace(' ', '  ').toLowerCase(),
      ];
      expect(wrong.map(signed)).toEqual(wrong.map(() => false));
    }
  });

  it('isSignedBy: what a stranger sends costs hardly more than its bare HMAC', () => {
    const now = Math.floor(Date.now() / 1000);
    const message = read({ 'webhook-timestamp': String(now) }, Buffer.alloc(250_000, 120), now)!;
    const seconds = (work: () => void): number => {
      const started = process.cpuUsage();
      for (let n = 0; n < 200; n++) work();
      return process.cpuUsage(started).user / 1e6;
    };
    const check = (): unknown => isSignedBy(secret, message);
    const bare = (): unknown => createHmac('sha256', secret).update(message.body).digest();
    seconds(bare);
    expect(seconds(check) / seconds(bare)).toBeLessThan(3);
  });
});

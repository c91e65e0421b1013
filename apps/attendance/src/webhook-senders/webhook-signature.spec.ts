import { describe, expect, it } from '@jest/globals';
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
});

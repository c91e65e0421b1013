import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { webhookMessage } from './webhook-message.js';

const at = new Date();
const [newest, former] = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
];
const data = { employee_id: 'FAC001', name: 'Zoë Ødegård "Z"', camera_id: 'CAM/01', confidence: 0.97 };
const message = {
  id: 'msg_1',
  event: 'attendance_logged',
  sequence: 12,
  timestamp: '2025-11-29T16:20:00Z',
  content: JSON.stringify(data),
};

describe('the message of a webhook', () => {
  it('has the documented members first, and verifies with the published library by the newest and the former secret', () => {
    const { headers, body } = webhookMessage(message, [newest, former], at);
    expect(
      body.startsWith(
        '{"event":"attendance_logged","timestamp":"2025-11-29T16:20:00Z","data":{"employee_id":',
      ),
    ).toBe(true);
    for (const secret of [newest, former])
      expect(new Webhook(secret).verify(body, { ...headers })).toEqual({
        event: 'attendance_logged',
        timestamp: '2025-11-29T16:20:00Z',
        data,
        id: 'msg_1',
        sequence: 12,
      });
  });

  it('the signature of a known message is that of two other implementations', () => {
    const secret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
    const known =
      '{"event":"attendance_logged","timestamp":"2025-11-29T16:20:00Z","data":{"employee_id":"FAC001","name":"Zoë Ødegård","camera_id":"CAM/01","confidence":0.97}}';
    expect(new Webhook(secret).sign('msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', new Date(1764433200_000), known)).toBe(
      'v1,ZJ3zPG/j6xENJGEQ4hksYVf1cuveulk02HTv+qirzow=',
    );
  });

  it('a changed byte, another id and another secret do not verify', () => {
    const { headers, body } = webhookMessage(message, [newest], at);
    const verify = (secret: string, sent: string, more: object = {}) =>
      new Webhook(secret).verify(sent, { ...headers, ...more });
    expect(() => verify(newest, body.replace('FAC001', 'FAC002'))).toThrow();
    expect(() => verify(newest, body, { 'webhook-id': 'msg_2' })).toThrow();
    expect(() => verify(former, body)).toThrow();
  });
});

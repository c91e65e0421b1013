import { describe, expect, it } from '@jest/globals';
import { eventHeaders, fromNatsHeaders, toNatsHeaders } from './message-headers.js';

describe('headers on NATS', () => {
  it.each([
    [{}],
    [{ 'request-id': 'r' }],
    [{ 'request-id': 'a b', principal: '{"accountId":1}', error: 'NOT_FOUND' }],
    [{ first: '', last: 'x' }],
    [{ first: 'x', last: '' }],
  ])('toNatsHeaders: %j comes back as it was', (values) => {
    expect(fromNatsHeaders(toNatsHeaders(values))).toEqual(values);
  });

  it('toNatsHeaders: a message without headers has no header block', () => {
    expect(toNatsHeaders({})).toBeUndefined();
  });

  it.each(['a\tprincipal\t{}', 'a\nb', 'a\r\nb'])(
    'toNatsHeaders: %j cannot become a second header',
    (value) => {
      expect(() => toNatsHeaders({ 'request-id': value })).toThrow();
      expect(() => toNatsHeaders({ [value]: 'x' })).toThrow();
    },
  );

  it('eventHeaders: the id of the event is for the broker and no header of the event', () => {
    const headers = eventHeaders('e1', { 'request-id': 'r' });
    expect(headers.get('Nats-Msg-Id')).toBe('e1');
    expect(fromNatsHeaders(headers)).toEqual({ 'request-id': 'r' });
  });
});

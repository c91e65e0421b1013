import { describe, expect, it } from '@jest/globals';
import { cursorOf } from './cursor.js';

describe('cursorOf', () => {
  it.each([
    ['the header goes before the query', 'h', { lastEventId: 'l', cursor: 'c' }, 'h'],
    ['an empty header is none', '', { cursor: 'c' }, 'c'],
    ['polyfills send lastEventId', undefined, { lastEventId: 'l', cursor: 'c' }, 'l'],
    ['of a repeated parameter one counts', undefined, { cursor: ['', 'c'] }, 'c'],
    ['blank ones are none', ' ', { lastEventId: '', cursor: '' }, undefined],
  ])('cursorOf: %s', (_, header, query, expected) => {
    const headers = header === undefined ? {} : { 'last-event-id': header };
    expect(cursorOf({ headers, query })).toBe(expected);
  });
});

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Needles } from './needles.js';

const secret = `it's "secret" ${randomBytes(8).toString('hex')}`;
const within = (text: string): Buffer =>
  Buffer.concat([randomBytes(1000), Buffer.from(text), randomBytes(10)]);
const encoded = (shift: number, form: 'base64' | 'base64url'): string =>
  Buffer.from(`${'x'.repeat(shift)}${secret} and more`).toString(form);

describe('search for secrets', () => {
  it.each<[string, Buffer]>([
    ['as it is', within(secret)],
    ['in hexadecimal', within(Buffer.from(secret).toString('hex'))],
    ['in Base64', within(encoded(0, 'base64'))],
    ['in Base64 after one character', within(encoded(1, 'base64'))],
    ['in Base64 for URLs after two characters', within(encoded(2, 'base64url'))],
    ['in a URL', within(encodeURIComponent(secret))],
    ['in JSON', within(JSON.stringify({ secret }))],
    ['at the very start', Buffer.from(secret)],
  ])('search for secrets: finds one %s', (_, place) => {
    const needles = new Needles();
    needles.add('password', secret);
    needles.add('another', randomBytes(30));
    expect(needles.kindsIn(place)).toEqual(['password']);
  });

  it('search for secrets: finds the middle of a picture, and nothing in other bytes', () => {
    const needles = new Needles();
    const picture = randomBytes(5000);
    needles.add('picture', picture);
    expect(needles.kindsIn(picture.subarray(2000, 3000))).toEqual(['picture']);
    expect(needles.kindsIn(Buffer.from(picture.toString('base64')))).toEqual(['picture']);
    expect(needles.kindsIn(randomBytes(1_000_000))).toEqual([]);
  });

  it('search for secrets: leaves out what is too short to be told from chance', () => {
    const needles = new Needles();
    needles.add('short', 'abcdefghijk');
    expect([needles.size, needles.kindsIn(Buffer.from('abcdefghijk'))]).toEqual([0, []]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { prefersHtml } from './accepts-html.js';

describe('prefersHtml', () => {
  it.each([
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', true],
    ['a browser with odd spaces and case', 'Application/JSON;q=0.5 , TEXT/HTML ; q=0.9', true],
    ['curl and fetch', '*/*', false],
    ['axios', 'application/json, text/plain, */*', false],
    ['the browsable API of a client that prefers JSON', 'application/json, text/html;q=0.9', false],
    ['a client that refuses pages', 'text/html;q=0, */*', false],
    ['a client that says nothing', undefined, false],
  ])('prefersHtml: %s (Accept %s) gets a page: %s', (_, accept, page) => {
    expect(prefersHtml(accept)).toBe(page);
  });
});

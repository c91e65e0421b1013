import { StartError } from '@argus/service-kit';
import { describe, expect, it } from '@jest/globals';
import { serverOptions, wordsOf } from './server-options.js';

describe('what the server takes from a connection', () => {
  it('gives headers ten seconds and a body a minute', () => {
    expect(serverOptions('')).toMatchObject({
      requestTimeout: 60_000,
      http: { headersTimeout: 10_000, maxHeaderSize: 16_384 },
      trustProxy: false,
    });
  });

  it('trusts the proxies that it is told, and says which one it cannot read', () => {
    expect(serverOptions('10.0.0.0/8, ::1').trustProxy).toEqual(['10.0.0.0/8', '::1']);
    expect(() => serverOptions('10.0.0.0/8,everybody')).toThrow(StartError);
    expect(() => serverOptions('10.0.0.0/8,everybody')).toThrow('"everybody"');
  });

  it('lets nothing be upgraded unless it is told so', () => {
    const { http } = serverOptions('') as { http: { shouldUpgradeCallback: (request: unknown) => boolean } };
    expect(http.shouldUpgradeCallback({})).toBe(false);
  });

  it('reads lists', () => {
    expect(wordsOf(' a, b ,,c')).toEqual(['a', 'b', 'c']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { serverOptions } from './server-options.js';

describe('what the server takes from a connection', () => {
  it('gives headers ten seconds and a body a minute', () => {
    expect(serverOptions([])).toMatchObject({
      requestTimeout: 60_000,
      http: { headersTimeout: 10_000, maxHeaderSize: 16_384 },
      trustProxy: false,
    });
  });

  it('trusts the proxies that it is told', () => {
    expect(serverOptions(['10.0.0.0/8', '::1']).trustProxy).toEqual(['10.0.0.0/8', '::1']);
  });

  it('lets nothing be upgraded unless it is told so', () => {
    const { http } = serverOptions([]) as { http: { shouldUpgradeCallback: (request: unknown) => boolean } };
    expect(http.shouldUpgradeCallback({})).toBe(false);
  });
});

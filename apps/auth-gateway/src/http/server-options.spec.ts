import { describe, expect, it } from '@jest/globals';
import { serverOptions } from './server-options.js';

describe('serverOptions', () => {
  it('serverOptions: headers have ten seconds, a request a minute', () => {
    expect(serverOptions([])).toMatchObject({
      requestTimeout: 60_000,
      http: { headersTimeout: 10_000, maxHeaderSize: 16_384 },
      trustProxy: false,
    });
  });

  it('serverOptions: only the named proxies are trusted', () => {
    expect(serverOptions(['10.0.0.0/8', '::1']).trustProxy).toEqual(['10.0.0.0/8', '::1']);
  });

  it('serverOptions: no request is upgraded unless allowed', () => {
    const { http } = serverOptions([]) as { http: { shouldUpgradeCallback: (request: unknown) => boolean } };
    expect(http.shouldUpgradeCallback({})).toBe(false);
  });
});

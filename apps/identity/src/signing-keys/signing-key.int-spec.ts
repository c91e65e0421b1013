import { tokenTrustContract } from '@argus/contracts';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity } from '../testing/identity-fixture.js';
import { operator } from '../audit/audit-log.service.js';
import { SigningKeyService } from './signing-key.service.js';

const { keys, revocations } = tokenTrustContract.operations;
const minuteMs = 60_000;
const startedAt = Date.now();
const later = (minutes: number): Date => new Date(startedAt + minutes * minuteMs);

describe('signing keys', () => {
  let site: Site;
  let replicas: [ServiceReplica, ServiceReplica];
  let services: [SigningKeyService, SigningKeyService];

  const published = async (): Promise<unknown[]> =>
    (await replicas[1].call(keys, {})).keys.map((key) => key.kid);
  const signers = async (now: Date): Promise<string[]> => {
    await services[1].maintain(now);
    return Promise.all(services.map(async (service) => (await service.signer(now)).kid));
  };

  beforeAll(async () => {
    site = await Site.create();
    replicas = await Promise.all([startIdentity(site), startIdentity(site)]);
    services = [replicas[0].get(SigningKeyService), replicas[1].get(SigningKeyService)];
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await site.remove();
  });

  it('signing keys: replicas that start together share one signing key and its successor', async () => {
    const [one, two] = await signers(later(1));
    expect(one).toBe(two);
    expect(await published()).toHaveLength(2);
  });

  it('signing keys: private keys are never published', async () => {
    for (const key of (await replicas[0].call(keys, {})).keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  });

  it('signing keys: after a rotation the successor signs once known for eleven minutes, and the old stays for its tokens', async () => {
    const [old] = await signers(later(1));
    const before = await published();
    const signsFrom = await services[0].rotate(later(2), operator);
    expect(signsFrom.getTime()).toBeGreaterThanOrEqual(startedAt + 11 * minuteMs);
    expect(signsFrom.getTime()).toBeLessThan(later(14).getTime());
    expect(await signers(later(10))).toEqual([old, old]);

    const [fresh] = await signers(later(14));
    expect(fresh).not.toBe(old);
    expect(before).toContain(fresh);
    expect(await published()).toContain(old);
    expect(await published()).toHaveLength(3);

    await services[0].maintain(later(14 + 61));
    expect(await published()).not.toContain(old);
    expect(await signers(later(14 + 61))).toEqual([fresh, fresh]);
  });

  it('signing keys: rotate every month by themselves, with a successor always published', async () => {
    const day = 24 * 60;
    const [fresh] = await signers(later(100));
    const [next] = await signers(later(31 * day));
    expect(next).not.toBe(fresh);
    const afterwards = await published();
    expect(afterwards).toHaveLength(2);
    expect(afterwards).toContain(next);
    const [afterNext] = await signers(later(62 * day));
    expect(afterwards).toContain(afterNext);
  });

  it('signing keys: after a leak no former key is published, and another replica signs with the new one at its next look', async () => {
    const now = later(62 * 24 * 60);
    const before = [...(await published()), ...(await signers(now))];
    await services[0].replaceAll(now, operator);
    const [one, two] = await signers(now);
    expect(one).toBe(two);
    const { key_ids } = await replicas[1].call(revocations, { body: { after: 0 } });
    expect(key_ids).toHaveLength(2);
    expect(key_ids).toContain(one);
    expect(key_ids!.filter((kid) => before.includes(kid))).toEqual([]);
  });
});

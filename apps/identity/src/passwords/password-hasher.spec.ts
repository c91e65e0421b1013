import { availableParallelism } from 'node:os';
import { Metrics, ProcessMetrics } from '@argus/service-kit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { PasswordHasher } from './password-hasher.service.js';

class CountingHasher extends PasswordHasher {
  computed = 0;
  protected override compute(passwordHash: string, password: string): Promise<boolean> {
    this.computed++;
    return super.compute(passwordHash, password);
  }
}

describe('PasswordHasher', () => {
  const hasher = new CountingHasher();
  beforeAll(() => hasher.onModuleInit());

  it('PasswordHasher: hashes have the argon2id cost that OWASP recommends', async () => {
    expect(await hasher.hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('PasswordHasher: only the right password is accepted', async () => {
    const passwordHash = await hasher.hash('correct horse');
    expect(await hasher.verify(passwordHash, 'correct horse')).toBe(true);
    expect(await hasher.verify(passwordHash, 'Correct horse')).toBe(false);
  });

  it('PasswordHasher: a password is the same however a keyboard composes its letters and spaces', async () => {
    const passwordHash = await hasher.hash('caf\u00e9 au lait');
    expect(await hasher.verify(passwordHash, 'cafe\u0301\u00a0au lait')).toBe(true);
    expect(await hasher.verify(passwordHash, 'cafe au lait')).toBe(false);
  });

  it('PasswordHasher: a hash from before passwords had a form is still accepted', async () => {
    const asTyped = 'cafe\u0301 au lait';
    expect(await hasher.verify(await hash(asTyped), asTyped)).toBe(true);
  });

  it.each(['cafe\u0301', 'plain'])(
    'PasswordHasher: a wrong password "%s" costs the same work whether or not the account exists',
    async (wrong) => {
      const passwordHash = await hasher.hash('correct horse');
      const costs: number[] = [];
      for (const known of [passwordHash, undefined]) {
        const before = hasher.computed;
        await hasher.verify(known, wrong);
        costs.push(hasher.computed - before);
      }
      expect(costs[0]).toBe(costs[1]);
    },
  );

  it('PasswordHasher: computes exactly one hash whether or not the account exists', async () => {
    const passwordHash = await hasher.hash('correct horse');
    for (const known of [passwordHash, undefined]) {
      const before = hasher.computed;
      expect(await hasher.verify(known, 'wrong')).toBe(false);
      expect(hasher.computed - before).toBe(1);
    }
  });

  it('PasswordHasher: the decoy and passwords above a kibibyte are never accepted', async () => {
    const longest = 'x'.repeat(1024);
    expect(await hasher.verify(undefined, '')).toBe(false);
    expect(await hasher.verify(await hasher.hash(longest), longest)).toBe(true);
    expect(await hasher.verify(await hasher.hash(longest), `${longest}x`)).toBe(false);
    expect(await hasher.verify(await hasher.hash(''), `${longest}x`)).toBe(false);
  });

  it('PasswordHasher: recognises hashes of another cost', async () => {
    expect(hasher.isOutdated(await hash('x', { memoryCost: 7168, timeCost: 5, parallelism: 1 }))).toBe(true);
    expect(hasher.isOutdated(await hasher.hash('x'))).toBe(false);
  });

  it('PasswordHasher: who is known waits for no stranger, and strangers have two of the four threads of hashes', async () => {
    const strangers = Promise.withResolvers<boolean>();
    let begun = 0;
    class Stuck extends PasswordHasher {
      protected override compute(_: string, given: string): Promise<boolean> {
        if (given !== 'stranger') return Promise.resolve(true);
        begun++;
        return strangers.promise;
      }
    }
    const stuck = new Stuck();
    const passwordHash = await stuck.hash('x');
    const ofStrangers = Array.from({ length: 10 }, (_, n) =>
      stuck.verify(passwordHash, 'stranger', { address: `192.0.2.${n}` }),
    );
    expect(await stuck.verify(passwordHash, 'owner', { isKnown: true, address: '192.0.2.1' })).toBe(true);
    expect(begun).toBe(Math.min(2, availableParallelism()));
    strangers.resolve(true);
    expect(await Promise.all(ofStrangers)).toEqual(Array(10).fill(true));
  });

  it('PasswordHasher: measures how long hashes waited', async () => {
    const metrics = new ProcessMetrics();
    const measured = new PasswordHasher(new Metrics(metrics, 'identity'));
    await Promise.all(Array.from({ length: 3 }, () => measured.hash('x')));
    expect(await metrics.registry.getSingleMetricAsString('argus_argon2_queue_wait_seconds')).toContain(
      'argus_argon2_queue_wait_seconds_count{service="identity"} 3',
    );
  });
});

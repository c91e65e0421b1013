import { Metrics, ProcessMetrics } from '@argus/service-kit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { PasswordHasher } from './password-hasher.js';

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

  it('makes argon2id hashes at the cost that OWASP names', async () => {
    expect(await hasher.hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('tells the right password from others', async () => {
    const passwordHash = await hasher.hash('correct horse');
    expect(await hasher.verify(passwordHash, 'correct horse')).toBe(true);
    expect(await hasher.verify(passwordHash, 'Correct horse')).toBe(false);
  });

  it('computes exactly one hash whether or not there is an account', async () => {
    const passwordHash = await hasher.hash('correct horse');
    for (const known of [passwordHash, undefined]) {
      const before = hasher.computed;
      expect(await hasher.verify(known, 'wrong')).toBe(false);
      expect(hasher.computed - before).toBe(1);
    }
  });

  it('never accepts the decoy, and nothing above a kibibyte, cut off or not', async () => {
    const longest = 'x'.repeat(1024);
    expect(await hasher.verify(undefined, '')).toBe(false);
    expect(await hasher.verify(await hasher.hash(longest), longest)).toBe(true);
    expect(await hasher.verify(await hasher.hash(longest), `${longest}x`)).toBe(false);
    expect(await hasher.verify(await hasher.hash(''), `${longest}x`)).toBe(false);
  });

  it('knows the hashes that were made at another cost', async () => {
    expect(hasher.isOutdated(await hash('x', { memoryCost: 7168, timeCost: 5, parallelism: 1 }))).toBe(true);
    expect(hasher.isOutdated(await hasher.hash('x'))).toBe(false);
  });

  it('tells how long hashes waited for their turn', async () => {
    const metrics = new ProcessMetrics();
    const measured = new PasswordHasher(new Metrics(metrics, 'identity'));
    await Promise.all(Array.from({ length: 3 }, () => measured.hash('x')));
    expect(await metrics.registry.getSingleMetricAsString('argus_argon2_queue_wait_seconds')).toContain(
      'argus_argon2_queue_wait_seconds_count{service="identity"} 3',
    );
  });
});

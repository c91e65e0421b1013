import type { AnyOperation, Followed } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { Followers } from './followers.js';

const operation = { subject: 'samples.gadget.live' } as AnyOperation;
const other = { subject: 'samples.alarm.live' } as AnyOperation;

/** Asks that are answered when the test says so. */
function asks() {
  const waiting: PromiseWithResolvers<Followed>[] = [];
  const ask = (): Promise<Followed> => {
    const asked = Promise.withResolvers<Followed>();
    waiting.push(asked);
    return asked.promise;
  };
  return { waiting, ask };
}

describe('followers of one feed', () => {
  it('500 followers at one cursor cause one call and get one answer; the next cursor is asked anew', async () => {
    const { waiting, ask } = asks();
    const followers = new Followers();
    const all = Array.from({ length: 500 }, (_, index) =>
      followers.shared(operation, index % 2 ? { cursor: 'a', rule: 1 } : { rule: 1, cursor: 'a' }, ask),
    );
    expect(waiting).toHaveLength(1);
    const answer = { cursor: 'b', events: ['turned on'] };
    waiting[0]!.resolve(answer);
    expect(new Set(await Promise.all(all))).toEqual(new Set([answer]));
    void followers.shared(operation, { cursor: 'a', rule: 1 }, ask);
    expect(waiting).toHaveLength(2);
  });

  it('followers with another cursor, filter or feed share no call', () => {
    const { waiting, ask } = asks();
    const followers = new Followers();
    void followers.shared(operation, { cursor: 'a' }, ask);
    void followers.shared(operation, { cursor: 'b' }, ask);
    void followers.shared(operation, { cursor: 'a', rule: 1 }, ask);
    void followers.shared(other, { cursor: 'a' }, ask);
    void followers.shared(operation, {}, ask);
    expect(waiting).toHaveLength(5);
  });

  it('a failed call reaches all who share it, and is not kept', async () => {
    const { waiting, ask } = asks();
    const followers = new Followers();
    const both = [followers.shared(operation, {}, ask), followers.shared(operation, {}, ask)];
    waiting[0]!.reject(new Error('the service is down'));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void followers.shared(operation, {}, ask);
    expect(waiting).toHaveLength(2);
  });
});

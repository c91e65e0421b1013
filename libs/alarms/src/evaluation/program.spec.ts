import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Transition } from '../rules/compile-rule.js';
import type { RuleVersion } from '../rules/rule.js';
import { eventTimeOf, inEventOrder, type Sample } from '../samples/sample.js';
import {
  arbitraryRules,
  arbitrarySamples,
  arbitrarySignals,
  arbitrarySparseSamples,
} from '../testing/arbitrary-rules.js';
import { type Breach, type BreachChange, breachesOf } from './breach.js';
import { continueFrom, replay } from './evaluate.js';
import { Program } from './program.js';
import { copyOf, follows, reachedBy, sharedSlots, type SourceState } from './source-state.js';

const END = 120_000;
const sorted = (samples: readonly Sample[]) => [...samples].sort(inEventOrder);
const programOf = (rules: readonly RuleVersion[]) => new Program(rules, arbitrarySignals);

const byRule = (transitions: readonly Transition[]) =>
  [...transitions]
    .sort((one, other) => one.rule.id - other.rule.id)
    .map(({ rule, kind, at, severity }) => [rule.id, kind, at, severity]);

const bare = (breaches: readonly Breach[]) =>
  breaches
    .map(({ rule, raisedAt, returnedAt, severity, peak }) => ({
      rule: rule.id,
      raisedAt,
      returnedAt,
      severity,
      peak,
    }))
    .sort((one, other) => one.rule - other.rule || one.raisedAt - other.raisedAt);

/** What a back-test says: one run over everything in order. */
function truth(program: Program, samples: readonly Sample[]): Breach[] {
  return breachesOf([], program.run(program.initial(), sorted(samples), END));
}

describe('Program', () => {
  it('delays end at their microsecond, also where doubles of event time become wider (2039, 2109)', () => {
    const rule = {
      id: 1,
      definition: {
        name: 'hot',
        severity: 'high',
        set: { type: 'compare', signal: 'a', op: '>', value: 0 },
        clear: null,
        escalations: [],
        on_delay_s: 60,
        off_delay_s: 0,
      },
    } as unknown as RuleVersion;
    const startUs = fc
      .tuple(fc.constantFrom(1.764e12, 2 ** 41, 2 ** 42), fc.integer({ min: -59_999_999, max: 0 }))
      .map(([ms, us]) => ms * 1000 + us);
    fc.assert(
      fc.property(startUs, fc.constantFrom(-1, 0), (us, early) => {
        const program = new Program([rule], ['a']);
        const samples = [us, us + 60_000_000 + early].map((each) => ({ at: eventTimeOf(each), values: [1] }));
        const found = program.run(program.initial(), samples).map(({ kind, at }) => [kind, at]);
        expect(found).toEqual(early === 0 ? [['raised', eventTimeOf(us + 60_000_000)]] : []);
      }),
      { numRuns: 1000 },
    );
  });

  it('a replay that keeps an earlier state ends as one that keeps none, and so does going on from the earlier state', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitrarySamples, fc.nat(40), (rules, samples, back) => {
        const program = programOf(rules);
        const past = { checkpoint: undefined, samples: sorted(samples), told: [], recorded: [] };
        const { earlier: none, ...plain } = replay(program, past, END);
        const { earlier, ...kept } = replay(program, past, END, back);
        expect(none).toBeUndefined();
        expect(kept).toEqual(plain);
        const cut = Math.max(samples.length - back, 0);
        expect(earlier === undefined).toBe(cut === 0);
        const rest = { ...past, checkpoint: earlier, samples: past.samples.slice(cut) };
        expect(replay(program, rest, END).state).toEqual(plain.state);
      }),
    );
  });

  it.each([
    ['whole', arbitrarySamples, 1500],
    ['sparse', arbitrarySparseSamples, 500],
  ])(
    'the result does not depend on how %s samples are divided, nor on timers in between',
    (_, arbitrary, numRuns) => {
      fc.assert(
        fc.property(
          arbitraryRules,
          arbitrary,
          fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
          fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 40, maxLength: 40 }),
          (rules, samples, cuts, waits) => {
            const program = programOf(rules);
            const all = sorted(samples);
            const whole = program.step(program.initial(), all, END);
            let state = program.initial();
            const found: Transition[] = [];
            let batch: Sample[] = [];
            all.forEach((sample, i) => {
              batch.push(sample);
              if (!cuts[i]) return;
              const next = all[i + 1]?.at ?? END;
              const until = Math.min(sample.at + waits[i]!, next);
              // The state survives being stored and read again.
              const bytes = Buffer.from(state.memory.slice().buffer);
              const memory = new Float64Array(new Uint8Array(bytes).buffer);
              const step = program.step({ ...state, memory }, batch, until);
              found.push(...step.transitions);
              state = step.state;
              batch = [];
            });
            const rest = program.step(state, batch, END);
            found.push(...rest.transitions);
            expect(byRule(found)).toEqual(byRule(whole.transitions));
            expect([...rest.state.memory]).toEqual([...whole.state.memory]);
          },
        ),
        { numRuns },
      );
    },
  );

  it('a step leaves the state that it starts from unchanged', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitrarySamples, (rules, samples) => {
        const program = programOf(rules);
        const state = program.initial();
        const before = copyOf(state);
        program.step(state, sorted(samples), END);
        expect(state).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('a rule rises and returns in turn, and rises at most once in an instant', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitrarySamples, (rules, samples) => {
        const program = programOf(rules);
        const transitions = program.run(program.initial(), sorted(samples), END);
        for (const rule of rules) {
          const own = transitions.filter((transition) => transition.rule.id === rule.id);
          const turns = own.filter(({ kind }) => kind !== 'severity');
          turns.forEach(({ kind }, i) => expect(kind).toBe(i % 2 === 0 ? 'raised' : 'returned'));
          const rises = turns.filter(({ kind }) => kind === 'raised').map(({ at }) => at);
          expect(new Set(rises).size).toBe(rises.length);
          own.forEach(({ at }, i) => expect(at).toBeGreaterThanOrEqual(own[i - 1]?.at ?? 0));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('an alarm that would rise twice in an instant rises again a millisecond later', () => {
    const inside = (low: number, high: number) =>
      ({ type: 'band', signal: 'temperature', low, high, is: 'inside' }) as const;
    const definition = {
      set: { type: 'or', of: [inside(4, 6), inside(8, 10)] },
      on_delay_s: 0,
      off_delay_s: 0,
      severity: 'medium',
      escalations: [],
      latching: false,
    } as const;
    const program = programOf([{ id: 1, ruleId: 1, definition, effectiveFrom: -Infinity }]);
    const samples = [5, 7, 9].map((temperature) => ({ at: 1000, values: [temperature, 0, 0] }));
    expect(byRule(program.run(program.initial(), samples, END)).map(([, kind, at]) => [kind, at])).toEqual([
      ['raised', 1000],
      ['returned', 1000],
      ['raised', 1001],
    ]);
  });

  it('versions keep their state when other rules join or leave', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryRules, arbitrarySamples, (rules, others, samples) => {
        const more = others.map((rule) => ({ ...rule, id: rule.id + 100 }));
        const alone = programOf(rules);
        const together = programOf([...more, ...rules]);
        const all = sorted(samples);
        const half = Math.floor(all.length / 2);
        let state = alone.step(alone.initial(), all.slice(0, half)).state;
        const step = together.step(together.adopt(state), all.slice(half), END);
        state = alone.step(state, all.slice(half), END).state;
        // Behind what all rules share: the last sample and the last timer of any.
        const own = ({ memory }: SourceState) => [...memory.subarray(sharedSlots(arbitrarySignals))];
        expect(own(alone.adopt(step.state))).toEqual(own(state));
      }),
      { numRuns: 200 },
    );
  });

  it('signals keep their last values when others join or leave', () => {
    const before = new Program([], ['a', 'b']);
    const { state } = before.step(before.initial(), [{ at: 1, values: [5, 7] }]);
    const after = new Program([], ['b', 'c']).adopt(state);
    expect(follows({ at: 1, values: [7, NaN] }, after)).toBe(true);
    expect(follows({ at: 1, values: [6, 9] }, after)).toBe(false);
  });
});

describe('replay', () => {
  /** What a service stores: samples, breaches, checkpoints. The current state is only a copy in memory. */
  class Storage {
    readonly samples: Sample[] = [];
    readonly checkpoints: SourceState[] = [];
    breaches: Breach[] = [];
    current: SourceState;
    firedUntil = -Infinity;

    constructor(private readonly program: Program) {
      this.current = program.initial();
    }

    arrive(batch: readonly Sample[], checkpoint: boolean, restart: boolean): void {
      this.samples.push(...batch);
      const inOrder = sorted(batch);
      const newest = this.checkpoints.at(-1);
      const continues =
        !restart &&
        inOrder.every(
          (sample) => follows(sample, this.current) && sample.at > (newest ? reachedBy(newest) : -1),
        );
      const { state, changes } = continues
        ? continueFrom(this.program, this.current, inOrder)
        : this.replayFrom(Math.min(...batch.map(({ at }) => at)));
      this.apply(state, changes);
      if (checkpoint) this.checkpoints.push(copyOf(state));
    }

    fireTimers(until: number): void {
      this.firedUntil = Math.max(this.firedUntil, until);
      const { state, changes } = continueFrom(this.program, this.current, [], until);
      this.apply(state, changes);
    }

    private replayFrom(from: number) {
      while (this.checkpoints.length > 0 && reachedBy(this.checkpoints.at(-1)!) >= from)
        this.checkpoints.pop();
      const checkpoint = this.checkpoints.at(-1);
      const at = checkpoint ? reachedBy(checkpoint) : -Infinity;
      const samples = sorted(this.samples.filter((sample) => sample.at > at));
      const recorded = this.breaches.filter(({ returnedAt }) => returnedAt === null || returnedAt > at);
      return replay(this.program, { checkpoint, samples, told: [], recorded }, this.firedUntil);
    }

    private apply(state: SourceState, changes: readonly BreachChange[]): void {
      this.current = state;
      for (const change of changes) {
        const gone = change.kind === 'amended' ? change.before : change.breach;
        const index = this.breaches.findIndex(
          ({ rule, raisedAt }) => rule.id === gone.rule.id && raisedAt === gone.raisedAt,
        );
        expect(index >= 0).toBe(change.kind !== 'raised');
        if (index >= 0) this.breaches.splice(index, 1);
        if (change.kind !== 'withdrawn') this.breaches.push(change.breach);
        for (const rule of new Set(this.breaches.map((breach) => breach.rule.id)))
          expect(this.openOf(rule)).toBeLessThanOrEqual(changes.length > 1 ? 2 : 1);
      }
      for (const breach of this.breaches) expect(this.openOf(breach.rule.id)).toBeLessThanOrEqual(1);
    }

    private openOf(ruleId: number): number {
      return this.breaches.filter(({ rule, returnedAt }) => rule.id === ruleId && returnedAt === null).length;
    }
  }

  it.each([
    ['whole', arbitrarySamples, 1500],
    ['sparse', arbitrarySparseSamples, 500],
  ])(
    'shuffled %s samples, with restarts, timers and checkpoints anywhere, give the breaches of sorted ones',
    (_, arbitrary, numRuns) => {
      fc.assert(
        fc.property(
          arbitraryRules,
          arbitrary,
          fc.array(
            fc.record({
              size: fc.integer({ min: 1, max: 6 }),
              checkpoint: fc.boolean(),
              restart: fc.boolean(),
              wait: fc.option(fc.integer({ min: 0, max: 45_000 }), { nil: undefined }),
            }),
            { minLength: 40, maxLength: 40 },
          ),
          (rules, samples, batches) => {
            const program = programOf(rules);
            const storage = new Storage(program);
            let next = 0;
            for (const { size, checkpoint, restart, wait } of batches) {
              if (next >= samples.length) break;
              storage.arrive(samples.slice(next, next + size), checkpoint, restart);
              next += size;
              if (wait !== undefined) storage.fireTimers(wait);
            }
            storage.fireTimers(END);
            expect(bare(storage.breaches)).toEqual(bare(truth(program, samples)));
          },
        ),
        { numRuns },
      );
    },
  );
});

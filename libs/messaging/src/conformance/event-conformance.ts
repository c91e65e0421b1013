import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from '../bus.js';
import type { DeadLetter } from '../bus-observer.js';
import { type BusHarness, gate, relay, testDelivery, valueOf } from './harness.js';
import { Mailbox } from './mailbox.js';

const subject = 'evt.greeting.greeted.v1';

/** Tests what every bus promises about events. */
export function eventConformance(start: () => Promise<BusHarness>): void {
  describe('events', () => {
    let harness: BusHarness;
    let publisher: Bus;

    beforeEach(async () => {
      harness = await start();
      publisher = await harness.open('greeting');
    });
    afterEach(() => harness.close());

    it('events: each one reaches every group once and every follower', async () => {
      const seen = { attendance: new Mailbox<string>(), vision: new Mailbox<string>() };
      const followed = [new Mailbox<unknown>(), new Mailbox<unknown>()];
      for (const group of ['attendance', 'vision'] as const) {
        for (const replica of [await harness.open(group), await harness.open(group)]) {
          await replica.consume(subject, group, async (_, id) => seen[group].put(id));
        }
      }
      for (const mailbox of followed) {
        const replica = await harness.open('auth-gateway');
        await replica.follow(subject, async (event) => mailbox.put(valueOf(event)));
      }
      const ids: string[] = [];
      for (let n = 0; n < 10; n += 1) ids.push(await relay(publisher, subject, { n }));
      const [attendance, vision] = await Promise.all([seen.attendance.atLeast(10), seen.vision.atLeast(10)]);
      expect(attendance.sort()).toEqual([...ids].sort());
      expect(vision.sort()).toEqual([...ids].sort());
      for (const mailbox of followed) {
        expect(await mailbox.atLeast(10)).toEqual(ids.map((_, n) => ({ n })));
      }
    });

    it('events: those of one subject that are published side by side are handled one after the other, in their order', async () => {
      const handled = new Mailbox<unknown>();
      let running = 0;
      const attendance = await harness.open('attendance');
      await attendance.consume(subject, 'attendance', async (event) => {
        expect(++running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        handled.put(valueOf(event));
      });
      const numbers = Array.from({ length: 20 }, (_, n) => n);
      await Promise.all(numbers.map((n) => relay(publisher, subject, n)));
      expect(await handled.atLeast(20)).toEqual(numbers);
    });

    it('events: a failed one is delivered again to the group that failed, not to others', async () => {
      const failing = new Mailbox<string>();
      const working = new Mailbox<string>();
      const [attendance, vision] = [await harness.open('attendance'), await harness.open('vision')];
      await attendance.consume(subject, 'attendance', async (_, id) => {
        failing.put(id);
        if (failing.items.length === 1) throw new Error('the database is away');
      });
      await vision.consume(subject, 'vision', async (_, id) => working.put(id));
      const id = await relay(publisher, subject, { text: 'Hi' });
      expect(await failing.atLeast(2)).toEqual([id, id]);
      expect(await working.atLeast(1)).toEqual([id]);
    });

    it('events: after its last delivery one becomes a dead letter, and the next is handled', async () => {
      const letters = new Mailbox<DeadLetter>();
      const tries = new Mailbox<unknown>();
      const handled = new Mailbox<unknown>();
      const attendance = await harness.open('attendance', { deadLettered: (letter) => letters.put(letter) });
      await attendance.consume(subject, 'attendance', async (event) => {
        const value = valueOf(event);
        if (value === 'poison') {
          tries.put(value);
          throw new Error('cannot be handled');
        }
        handled.put(value);
      });
      const id = await relay(publisher, subject, 'poison');
      await relay(publisher, subject, 'food');
      const [letter] = await letters.atLeast(1);
      expect(letter).toMatchObject({
        subject,
        group: 'attendance',
        id,
        deliveries: testDelivery.maxDeliveries,
      });
      expect(valueOf(letter!.message)).toBe('poison');
      expect(String(letter!.error)).toContain('cannot be handled');
      expect(tries.items).toHaveLength(testDelivery.maxDeliveries);
      expect(await handled.atLeast(1)).toEqual(['food']);
    });

    it('events: one stays while its dead letter cannot be stored', async () => {
      const letters = new Mailbox<DeadLetter>();
      const attendance = await harness.open('attendance', {
        deadLettered: (letter) => {
          letters.put(letter);
          if (letters.items.length < 3) throw new Error('the dead letter table is away');
        },
      });
      await attendance.consume(subject, 'attendance', async () => {
        throw new Error('cannot be handled');
      });
      await relay(publisher, subject, 'poison');
      const deliveries = (await letters.atLeast(3)).map((letter) => letter.deliveries);
      expect(deliveries).toEqual([3, 4, 5]);
    });

    it('events: the one being handled is finished when its consumer stops', async () => {
      const arrived = new Mailbox<true>();
      const handled = new Mailbox<true>();
      const go = gate();
      const attendance = await harness.open('attendance');
      await attendance.consume(subject, 'attendance', async () => {
        arrived.put(true);
        await go.passed;
        handled.put(true);
      });
      const published = relay(publisher, subject, 1);
      await arrived.atLeast(1);
      const stopped = attendance.stop();
      go.open();
      await stopped;
      expect(handled.items).toHaveLength(1);
      await published;
    });
  });
}

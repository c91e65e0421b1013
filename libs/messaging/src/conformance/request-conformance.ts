import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from '../bus.js';
import { readReply } from '../rpc/reply.js';
import { type BusHarness, codeOf, gate, message, valueOf } from './harness.js';
import { Mailbox } from './mailbox.js';

const subject = 'greeting.person.greet';

/** Tests what every bus promises about requests. */
export function requestConformance(start: () => Promise<BusHarness>): void {
  describe('requests', () => {
    let harness: BusHarness;
    let client: Bus;
    let server: Bus;

    beforeEach(async () => {
      harness = await start();
      [client, server] = await Promise.all([harness.open('client'), harness.open('greeting')]);
    });
    afterEach(() => harness.close());

    it('request: payload and headers arrive in both directions', async () => {
      await server.serve(subject, 'greeting', async ({ payload, headers }) => ({
        payload,
        headers: { heard: headers.said ?? '' },
      }));
      const reply = await client.request(subject, message({ name: 'Ada' }, { said: 'hello: you' }), 1_000);
      expect(valueOf(reply)).toEqual({ name: 'Ada' });
      expect(reply.headers).toEqual({ heard: 'hello: you' });
    });

    it('request: dates, bytes, undefined and null arrive unchanged', async () => {
      const value = {
        date: new Date('2026-02-03T04:05:06.789Z'),
        bytes: Uint8Array.of(0, 255, 13, 10),
        absent: undefined,
        nothing: null,
        text: 'Zoë 😀',
        rows: [{ id: 1 }, { id: 2 }],
      };
      const seen = new Mailbox<unknown>();
      await server.serve(subject, 'greeting', async (request) => {
        seen.put(valueOf(request));
        return request;
      });
      const reply = await client.request(subject, message(value), 1_000);
      expect(valueOf(reply)).toEqual(value);
      expect(seen.items).toEqual([value]);
    });

    it('request: caller and handler share no memory', async () => {
      const sent = { bytes: Uint8Array.of(1, 2, 3), list: [1] };
      await server.serve(subject, 'greeting', async (request) => {
        const heard = valueOf(request) as typeof sent;
        heard.bytes.fill(9);
        heard.list.push(2);
        return message(heard);
      });
      const request = message(sent);
      await client.request(subject, request, 1_000);
      expect(sent).toEqual({ bytes: Uint8Array.of(1, 2, 3), list: [1] });
      expect(valueOf(request)).toEqual(sent);
    });

    it('request: 20 MB arrive in both directions', async () => {
      await server.serve(subject, 'greeting', async (request) => request);
      const bytes = new Uint8Array(20 * 1024 * 1024).map((_, index) => index * 31);
      const reply = await client.request(subject, message({ bytes }), 20_000);
      expect(Buffer.compare((valueOf(reply) as { bytes: Uint8Array }).bytes, bytes)).toBe(0);
    });

    it('request: a message above the limit is refused and the connection stays', async () => {
      await server.serve(subject, 'greeting', async (request) => request);
      const tooLarge = { payload: new Uint8Array(32 * 1024 * 1024 + 1), headers: {} };
      expect(await codeOf(client.request(subject, tooLarge, 1_000))).toBe('PAYLOAD_TOO_LARGE');
      expect(valueOf(await client.request(subject, message('still here'), 1_000))).toBe('still here');
    });

    it('request: a reply above the limit becomes PAYLOAD_TOO_LARGE', async () => {
      await server.serve(subject, 'greeting', async () => ({
        payload: new Uint8Array(32 * 1024 * 1024 + 1),
        headers: {},
      }));
      const reply = await client.request(subject, message(1), 10_000);
      expect(() => readReply(reply)).toThrow('PAYLOAD_TOO_LARGE');
      expect(client.connected && server.connected).toBe(true);
    });

    it('request: without a server it fails with UNAVAILABLE at once', async () => {
      expect(await codeOf(client.request('greeting.person.ignore', message(1), 60_000))).toBe('UNAVAILABLE');
    });

    it('request: a slow handler makes it fail with DEADLINE_EXCEEDED', async () => {
      const never = gate();
      await server.serve(subject, 'greeting', async (request) => {
        await never.passed;
        return request;
      });
      expect(await codeOf(client.request(subject, message(1), 50))).toBe('DEADLINE_EXCEEDED');
      never.open();
    });

    it('serve: each request goes to one member of the group, and all members get some', async () => {
      const replica = await harness.open('greeting');
      const handled = { first: 0, second: 0 };
      await server.serve(subject, 'greeting', async (request) => {
        handled.first += 1;
        return request;
      });
      await replica.serve(subject, 'greeting', async (request) => {
        handled.second += 1;
        return request;
      });
      await Promise.all(Array.from({ length: 100 }, (_, n) => client.request(subject, message(n), 5_000)));
      expect(handled.first + handled.second).toBe(100);
      expect(Math.min(handled.first, handled.second)).toBeGreaterThan(0);
    });

    it('stop: requests in flight are answered and no new ones accepted', async () => {
      const arrived = new Mailbox<string>();
      const go = gate();
      const replica = await harness.open('greeting');
      for (const [name, bus] of [
        ['first', server],
        ['second', replica],
      ] as const) {
        await bus.serve(subject, 'greeting', async () => {
          arrived.put(name);
          await go.passed;
          return message(name);
        });
      }
      const answers = Array.from({ length: 40 }, () => client.request(subject, message(1), 10_000));
      await arrived.atLeast(40);
      const stopped = server.stop();
      const later = client.request(subject, message(1), 10_000);
      go.open();
      await stopped;
      const names = (await Promise.all(answers)).map(valueOf);
      expect(names.sort()).toEqual([...arrived.items.slice(0, 40)].sort());
      expect(['first', 'second']).toContain(valueOf(await later));
      for (let call = 0; call < 5; call += 1) {
        expect(valueOf(await client.request(subject, message(1), 10_000))).toBe('second');
      }
    });

    it('stop: a running handler can still finish its own calls', async () => {
      const arrived = new Mailbox<true>();
      const go = gate();
      const backend = await harness.open('backend');
      await backend.serve('backend.thing.ask', 'backend', async () => message('from the backend'));
      await server.serve(subject, 'greeting', async () => {
        arrived.put(true);
        await go.passed;
        return server.request('backend.thing.ask', message(1), 5_000);
      });
      const answer = client.request(subject, message(1), 10_000);
      await arrived.atLeast(1);
      const stopped = server.stop();
      go.open();
      expect(valueOf(await answer)).toBe('from the backend');
      await stopped;
      expect(await codeOf(server.request('backend.thing.ask', message(1), 1_000))).toBe('UNAVAILABLE');
    });
  });
}

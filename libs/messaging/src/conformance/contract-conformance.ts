import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CallContext, DomainError, type Handlers } from '@argus/contracts';
import type { Bus } from '../bus.js';
import { consumeEvent, followEvent, publishEvent } from '../events/events.js';
import { currentContext, newContext, runInContext } from '../rpc/call-context.js';
import { headersOf } from '../rpc/context-headers.js';
import { readReply } from '../rpc/reply.js';
import { RpcClient } from '../rpc/rpc-client.js';
import { serveContract } from '../rpc/serve-contract.js';
import { Greeted, greeted, Greeting, greetingContract } from './greeting.contract.js';
import { type BusHarness, codeOf, message } from './harness.js';
import { Mailbox } from './mailbox.js';

const { greet, refuse, fail } = greetingContract.operations;

class GreetingController implements Handlers<typeof greetingContract> {
  readonly calls = new Mailbox<{ body: Greeting; context: CallContext; current: CallContext | undefined }>();

  async greet({ body }: { body: Greeting }, context: CallContext): Promise<Greeted> {
    this.calls.put({ body, context, current: currentContext() });
    return { text: `Hello ${body.name}` };
  }
  async refuse(): Promise<never> {
    throw new DomainError('ALREADY_GREETED', { retryAfterSeconds: 3, since: new Date(0) });
  }
  async fail(): Promise<never> {
    throw new Error('password=secret');
  }
}

/** Tests contracts and events on a bus. */
export function contractConformance(start: () => Promise<BusHarness>): void {
  describe('contracts', () => {
    let harness: BusHarness;
    let server: Bus;
    let client: RpcClient;
    let clientBus: Bus;
    let controller: GreetingController;
    const failures = new Mailbox<unknown>();
    const answers = new Mailbox<string>();

    beforeEach(async () => {
      harness = await start();
      [server, clientBus] = await Promise.all([harness.open('greeting'), harness.open('client')]);
      client = new RpcClient(clientBus);
      controller = new GreetingController();
      await serveContract(server, greetingContract, controller, {
        failed: (error) => failures.put(error),
        answered: (operation, code) => answers.put(`${operation.subject} ${code}`),
      });
    });
    afterEach(() => harness.close());

    it('contract call: the controller gets an instance of the input class', async () => {
      expect(await client.call(greet, { body: { name: 'Ada' } })).toEqual({ text: 'Hello Ada' });
      expect(controller.calls.items[0]?.body).toBeInstanceOf(Greeting);
      expect(answers.items).toContain('greeting.person.greet OK');
    });

    it('contract call: the context reaches the handler and its asynchronous calls', async () => {
      const context: CallContext = {
        ...newContext(3_000),
        principal: {
          family: 'attendance',
          accountId: 7,
          username: 'zoë\r\nx: 😀',
          role: 'admin',
          sessionId: 's',
        },
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        clientAddress: '2001:db8::1',
        userAgent: 'curl/8 (für Elise)',
      };
      await runInContext(context, () => client.call(greet, { body: { name: 'Ada' } }));
      const [call] = controller.calls.items;
      expect(call?.context).toEqual(context);
      expect(call?.current).toBe(call?.context);
    });

    it('contract call: invalid input is refused before the handler runs', async () => {
      const refusal = client.call(greet, { body: {} as Greeting });
      await expect(refusal).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { issues: [{ path: ['name'], code: 'required' }] },
      });
      expect(controller.calls.items).toHaveLength(0);
    });

    it('contract call: a domain error arrives with its details', async () => {
      const refusal = client.call(refuse, {});
      await expect(refusal).rejects.toBeInstanceOf(DomainError);
      await expect(refusal).rejects.toMatchObject({
        code: 'ALREADY_GREETED',
        details: { retryAfterSeconds: 3, since: new Date(0) },
      });
    });

    it('contract call: an unknown error is hidden from the caller and reported to the observer', async () => {
      const failure = await client.call(fail, {}).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'INTERNAL', message: 'INTERNAL', details: {} });
      expect(failures.items.map(String)).toContain('Error: password=secret');
    });

    it('contract call: invalid bytes are answered with INTERNAL', async () => {
      const garbage = { payload: Uint8Array.of(0xc1, 0xff), headers: headersOf(newContext()) };
      const reply = await clientBus.request(greet.subject, garbage, 1_000);
      expect(() => readReply(reply)).toThrow('INTERNAL');
    });

    it('contract call: after its deadline the handler does not run', async () => {
      const late = { ...newContext(), deadline: Date.now() - 1 };
      expect(await codeOf(client.call(greet, { body: { name: 'Ada' } }, late))).toBe('DEADLINE_EXCEEDED');
      const stale = message({ body: { name: 'Ada' } }, headersOf(late));
      const reply = await clientBus.request(greet.subject, stale, 1_000);
      expect(() => readReply(reply)).toThrow('DEADLINE_EXCEEDED');
      expect(controller.calls.items).toHaveLength(0);
    });

    it('contract event: consumers get an instance of the payload class, with request id and trace', async () => {
      const consumed = new Mailbox<unknown>();
      const followed = new Mailbox<unknown>();
      await consumeEvent(clientBus, greeted, 'client', async (payload, { eventId }) => {
        const { requestId, traceparent } = currentContext() ?? {};
        consumed.put({ payload, eventId, requestId, traceparent, read: payload instanceof Greeted });
      });
      await followEvent(clientBus, greeted, async (payload) => followed.put(payload));
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const context = { ...newContext(), requestId: 'request-1', traceparent };
      await runInContext(context, () => publishEvent(server, greeted, { text: 'Hi' }, { id: 'event-1' }));
      expect(await consumed.atLeast(1)).toEqual([
        { payload: { text: 'Hi' }, eventId: 'event-1', requestId: 'request-1', traceparent, read: true },
      ]);
      expect(await followed.atLeast(1)).toEqual([{ text: 'Hi' }]);
    });
  });
}

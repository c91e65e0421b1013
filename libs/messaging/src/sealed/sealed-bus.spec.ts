import { type CallContext, families, type Principal } from '@argus/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bus, Message } from '../bus.js';
import { busConformance } from '../conformance/bus-conformance.js';
import { codeOf, message, testDelivery, valueOf } from '../conformance/harness.js';
import { InProcessBus } from '../in-process/in-process-bus.js';
import { newContext } from '../rpc/call-context.js';
import { headersOf } from '../rpc/context-headers.js';
import { keysAmong } from './testing-keys.js';
import { SealedBus } from './sealed-bus.js';

const names = ['client', 'greeting', 'backend', 'attendance', 'vision', 'publisher'];

busConformance('SealedBus', async () => {
  const wire = new InProcessBus({ delivery: testDelivery });
  const handles: Bus[] = [];
  const keys = keysAmong(names, 'client');
  return {
    open: async (name, observer = {}) => {
      const bus = new SealedBus(wire.handle(observer), keys(name), () => true, observer);
      handles.push(bus);
      return bus;
    },
    close: async () => {
      await Promise.all(handles.map((bus) => bus.stop()));
    },
  };
});

const subject = 'identity.attendance-account.reset-password';
const principal: Principal = {
  family: 'attendance',
  accountId: 7,
  username: 'STU7',
  role: 'student',
  sessionId: 's',
};

describe('SealedBus against a program that can publish and read everything on the bus', () => {
  const keys = keysAmong(['auth-gateway', 'attendance', 'identity'], 'auth-gateway');
  let wire: InProcessBus;
  /** What passed over the wire to identity, and back. */
  let overheard: { call: Message; reply: Message }[];
  let handled: Message[];
  let refusals: string[];

  const join = (name: string): SealedBus =>
    new SealedBus(wire.handle(), keys(name), (to) => to === 'identity.account.find', {
      refused: (at, reason) => refusals.push(`${at}: ${reason}`),
    });

  /** A handle of the wire that writes down what it carries. */
  function tapped(): Bus {
    const bus = wire.handle();
    const serve = bus.serve.bind(bus);
    bus.serve = (at, group, handler) =>
      serve(at, group, async (call) => {
        const reply = await handler(call);
        overheard.push({ call, reply });
        return reply;
      });
    return bus;
  }

  beforeEach(async () => {
    wire = new InProcessBus();
    [overheard, handled, refusals] = [[], [], []];
    const identity = new SealedBus(tapped(), keys('identity'), (to) => to === 'identity.account.find', {
      refused: (at, reason) => refusals.push(`${at}: ${reason}`),
    });
    for (const at of [subject, 'identity.account.find', 'identity.audit.record'])
      await identity.serve(at, 'identity', async (call) => {
        handled.push(call);
        return message({ password: 'generated-password' });
      });
  });

  const context = (more: Partial<CallContext> = {}): CallContext => ({ ...newContext(), principal, ...more });
  const genuine = (more: Partial<CallContext> = {}): Promise<Message> =>
    join('auth-gateway').request(
      subject,
      message({ params: { id: 'STU7' } }, headersOf(context(more))),
      1_000,
    );
  /** Sends a message as it is and returns the code that answers it. */
  const send = async (at: string, sent: Message): Promise<string | undefined> =>
    (await wire.handle().request(at, sent, 1_000)).headers.error;

  it('SealedBus: the gateway is believed, and neither content nor answer is readable on the way', async () => {
    expect(valueOf(await genuine())).toEqual({ password: 'generated-password' });
    expect(handled).toHaveLength(1);
    const [{ call, reply }] = overheard as [{ call: Message; reply: Message }];
    expect(Buffer.from(call.payload).includes('STU7')).toBe(false);
    expect(Buffer.from(reply.payload).includes('generated-password')).toBe(false);
    expect(refusals).toEqual([]);
  });

  it('SealedBus: a principal without a seal is refused and counted, as the attack of 2026-11-29 sent it', async () => {
    const forged = message({ params: { id: '1' } }, headersOf(context()));
    expect(await send(subject, forged)).toBe('CALL_NOT_PROVEN');
    expect([handled, refusals]).toEqual([[], [`${subject}: unsealed`]]);
  });

  it('SealedBus: a call is not believed twice', async () => {
    await genuine();
    expect(await send(subject, overheard[0]!.call)).toBe('CALL_NOT_PROVEN');
    expect([handled.length, refusals]).toEqual([1, [`${subject}: replayed`]]);
  });

  it('SealedBus: a call is not believed on another subject', async () => {
    await genuine();
    expect(await send('identity.account.find', overheard[0]!.call)).toBe('CALL_NOT_PROVEN');
    expect([handled.length, refusals]).toEqual([1, ['identity.account.find: broken']]);
  });

  it.each(
    Object.keys(headersOf(context({ clientAddress: '::1', userAgent: 'x', traceparent: '00-1-1-01' }))),
  )(
    'SealedBus: a call is not believed when its header %s is changed, left out or said twice',
    async (name) => {
      await genuine({ clientAddress: '::1', userAgent: 'x', traceparent: '00-1-1-01' });
      const { payload, headers } = overheard[0]!.call;
      const { [name]: value = '', ...others } = headers;
      /* ł is l to whom only the lower byte counts. */
      const look = value.replace(/[a-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x100));
      for (const changed of [
        { ...headers, [name]: `${value}0` },
        { ...headers, [name]: look === value ? `0${value}` : look },
        others,
        { ...headers, [`${name}\n${name}`]: value },
      ])
        expect([changed[name], await send(subject, { payload, headers: changed })]).toEqual([
          changed[name],
          'CALL_NOT_PROVEN',
        ]);
      expect(handled).toHaveLength(1);
    },
  );

  it('SealedBus: no change of a byte of content or seal is believed', async () => {
    await genuine();
    const { payload, headers } = overheard[0]!.call;
    await fc.assert(
      fc.asyncProperty(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Uint8Array.from(payload);
        changed[at]! ^= change;
        expect(await send(subject, { payload: changed, headers })).toBe('CALL_NOT_PROVEN');
      }),
    );
    const texts = [
      ...[...headers.seal!].map((_, at) => headers.seal!.slice(0, at) + headers.seal!.slice(at + 1)),
      '',
      headers.seal!.replace('auth-gateway', '__proto__'),
      headers.seal!.replace('auth-gateway', 'attendance'),
      headers.seal!.replace(/ 1 /, ' 281474976710656 '),
    ];
    for (const text of texts) {
      const code = await send(subject, { payload, headers: { ...headers, seal: text } });
      expect([text, code]).toEqual([text, 'CALL_NOT_PROVEN']);
    }
    expect(handled).toHaveLength(1);
  });

  it('SealedBus: another service is not believed to speak for a client, nor to call what clients call', async () => {
    const attendance = join('attendance');
    const call = (at: string, headers: Record<string, string>) =>
      codeOf(attendance.request(at, message({}, headers), 1_000));
    expect(await call('identity.account.find', headersOf(newContext()))).toBe('OK');
    expect(await call('identity.account.find', headersOf(context()))).toBe('UNAVAILABLE');
    expect(await call(subject, headersOf(newContext()))).toBe('UNAVAILABLE');
    expect(refusals.filter((text) => text.endsWith('overreach'))).toHaveLength(2);
    expect(handled).toHaveLength(1);
  });

  it('SealedBus: a service has no key with which it could pass for another', () => {
    const secrets = (name: string) =>
      [...Object.values(keys(name).calls), ...Object.values(keys(name).answers)].map((key) =>
        Buffer.from(key).toString('hex'),
      );
    const ofOthers = Buffer.from(keys('auth-gateway').calls.identity!).toString('hex');
    expect(secrets('identity')).toContain(ofOthers);
    expect(secrets('attendance')).not.toContain(ofOthers);
  });

  it('SealedBus: an answer is believed only from the called service, for the same call', async () => {
    await genuine();
    const earlier = overheard[0]!.reply;
    for (const forged of [
      message({ password: 'chosen' }),
      earlier,
      { ...earlier, payload: new Uint8Array(40) },
    ]) {
      const server = wire.handle();
      await server.serve('vision.recognition.enrol', 'vision', async () => forged);
      const gateway = new SealedBus(
        wire.handle(),
        { ...keys('auth-gateway'), calls: { vision: keys('auth-gateway').calls.identity! } },
        () => true,
        { refused: (at, reason) => refusals.push(`${at}: ${reason}`) },
      );
      expect(await codeOf(gateway.request('vision.recognition.enrol', message({}), 1_000))).toBe(
        'UNAVAILABLE',
      );
      await server.stop();
    }
    expect(refusals).toHaveLength(3);
  });

  it('SealedBus: replicas with the same keys never use a nonce twice', async () => {
    const seals = new Set<string>();
    for (let replica = 0; replica < 20; replica += 1) {
      const gateway = join('auth-gateway');
      for (let call = 0; call < 20; call += 1) await gateway.request(subject, message({}), 1_000);
    }
    for (const { call, reply } of overheard) {
      seals.add(call.headers.seal!.split(' ').slice(1, 4).join(' '));
      seals.add(`reply ${reply.headers.seal!.split(' ')[1]}`);
    }
    expect([overheard.length, seals.size]).toEqual([400, 800]);
  });

  it('SealedBus: any content and any principal arrive as they were sent', async () => {
    const principals = fc.record({
      family: fc.constantFrom(...families),
      accountId: fc.nat(),
      username: fc.string({ unit: 'binary' }),
      role: fc.string({ unit: 'binary' }),
      sessionId: fc.uuid(),
    });
    const gateway = join('auth-gateway');
    await fc.assert(
      fc.asyncProperty(principals, fc.uint8Array(), async (someone, bytes) => {
        const sent = { payload: bytes, headers: headersOf({ ...newContext(), principal: someone }) };
        await gateway.request(subject, sent, 1_000);
        const { payload, headers } = handled.at(-1)!;
        expect([Buffer.compare(payload, bytes), headers]).toEqual([0, sent.headers]);
      }),
      { numRuns: 30 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { type CallContext, families } from '@argus/contracts';
import fc from 'fast-check';
import { contextOf, headersOf } from './context-headers.js';

const anyText = fc.string({ unit: 'binary' });
const contexts: fc.Arbitrary<CallContext> = fc.record(
  {
    requestId: fc.uuid(),
    deadline: fc.nat(),
    principal: fc.record({
      family: fc.constantFrom(...families),
      accountId: fc.nat(),
      username: anyText,
      role: anyText,
      sessionId: fc.uuid(),
    }),
    traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
    clientAddress: fc.ipV6(),
    userAgent: fc.oneof(anyText, fc.constantFrom('"quoted"', ' padded ', '', 'Mozilla/5.0 (X11)')),
  },
  { requiredKeys: ['requestId', 'deadline'], noNullPrototype: true },
);

describe('context headers', () => {
  it('context headers: any context is read back unchanged', () => {
    fc.assert(fc.property(contexts, (context) => expect(contextOf(headersOf(context))).toEqual(context)));
  });

  it('context headers: values are printable ASCII without outer blanks for any context', () => {
    fc.assert(
      fc.property(contexts, (context) => {
        for (const value of Object.values(headersOf(context)))
          expect(value).toMatch(/^[!-~](?:[ -~]*[!-~])?$/);
      }),
    );
  });

  it('context headers: without a valid request id and deadline there is no context', () => {
    expect(contextOf({})).toBeUndefined();
    expect(contextOf({ 'request-id': 'a' })).toBeUndefined();
    expect(contextOf({ 'request-id': 'a', deadline: 'soon' })).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { Field, text } from '../fields/index.js';
import { contract, contractsAmong, type Handlers, internal, op } from './index.js';

const declared = (subject?: string) =>
  op({ access: internal(), summary: 'Close a box', ...(subject !== undefined && { subject }) });
const owner = { family: 'attendance', tag: 'Internal' } as const;

describe('contract', () => {
  it('contract: an operation gets its subject from service, noun and key', () => {
    const box = contract('store.gift-box', owner, { closeAll: declared() });
    expect(box).toMatchObject({
      service: 'store',
      operations: { closeAll: { subject: 'store.gift-box.close-all' } },
    });
  });

  it('contract: an operation keeps a subject that it states itself', () => {
    const box = contract('store.box', owner, { close: declared('store.lid.shut') });
    expect(box.operations.close.subject).toBe('store.lid.shut');
  });

  it('contract: a subject of another service throws', () => {
    expect(() => contract('store.box', owner, { close: declared('house.lid.shut') })).toThrow(
      'must start with "store."',
    );
  });
});

describe('Handlers', () => {
  it('Handlers: the body is of type unknown where the service validates it itself', () => {
    class Lid {
      @Field(text()) colour!: string;
    }
    const paint = op({ access: internal(), summary: 'Paint', body: Lid, bodyReadBy: 'service' });
    const lid = contract('store.lid', owner, { paint });
    const reading: Handlers<typeof lid> = { paint: async ({ body }) => void (body satisfies unknown) };
    // @ts-expect-error the body was not validated
    const trusting: Handlers<typeof lid> = { paint: async ({ body }: { body: Lid }) => void body };
    expect([lid.operations, reading, trusting].map(Object.keys)).toEqual([['paint'], ['paint'], ['paint']]);
  });
});

describe('contractsAmong', () => {
  it('contractsAmong: a folder’s exports give its contracts in the order of declaration', () => {
    const [first, second] = [contract('store.z', owner, {}), contract('store.a', owner, {})];
    expect(contractsAmong({ a: second, limit: 7, z: first, look: { ...first } })).toEqual([first, second]);
  });
});

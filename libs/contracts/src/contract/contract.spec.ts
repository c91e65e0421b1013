import { describe, expect, it } from '@jest/globals';
import { contract, contractsAmong, internal, op } from './index.js';

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

describe('contractsAmong', () => {
  it('contractsAmong: a folder’s exports give its contracts in the order of declaration', () => {
    const [first, second] = [contract('store.z', owner, {}), contract('store.a', owner, {})];
    expect(contractsAmong({ a: second, limit: 7, z: first, look: { ...first } })).toEqual([first, second]);
  });
});

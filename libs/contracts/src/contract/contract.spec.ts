import { describe, expect, it } from '@jest/globals';
import { contract, contractsAmong, internal, op } from './index.js';

const declared = (subject?: string) =>
  op({ access: internal(), summary: 'Close a box', ...(subject !== undefined && { subject }) });
const owner = { family: 'attendance', tag: 'Internal' } as const;

describe('contract', () => {
  it('derives the subject of an operation from service, noun and key', () => {
    const box = contract('store.gift-box', owner, { closeAll: declared() });
    expect(box).toMatchObject({
      service: 'store',
      operations: { closeAll: { subject: 'store.gift-box.close-all' } },
    });
  });

  it('keeps the subject that an operation states', () => {
    const box = contract('store.box', owner, { close: declared('store.lid.shut') });
    expect(box.operations.close.subject).toBe('store.lid.shut');
  });

  it('refuses a subject of another service', () => {
    expect(() => contract('store.box', owner, { close: declared('house.lid.shut') })).toThrow(
      'must start with "store."',
    );
  });
});

describe('contractsAmong', () => {
  it('finds the contracts among a folder’s exports, in the order of their declaration', () => {
    const [first, second] = [contract('store.z', owner, {}), contract('store.a', owner, {})];
    expect(contractsAmong({ a: second, limit: 7, z: first, look: { ...first } })).toEqual([first, second]);
  });
});

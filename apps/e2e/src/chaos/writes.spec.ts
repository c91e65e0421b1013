import { contracts, isCreating } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { leftOut, writes } from './writes.js';

const creating = contracts.flatMap(({ family, operations }) =>
  Object.values(operations)
    .filter((operation) => isCreating(operation))
    .map(({ http }) => ({ family, operation: `${http!.method} ${http!.path}` })),
);

describe('the writes of chaos', () => {
  it.each(creating)('chaos: $operation is written, or it is said why not', ({ family, operation }) => {
    const written = writes.filter((write) => write.operation === operation);
    expect(written.length + Number(operation in leftOut)).toBe(1);
    for (const write of written) expect(write.family).toBe(family);
  });

  it('chaos: names no operation that does not exist', () => {
    const known = creating.map(({ operation }) => operation);
    for (const operation of [...writes.map((write) => write.operation), ...Object.keys(leftOut)])
      expect(known).toContain(operation);
  });

  it('chaos: writes in every family with an API', () => {
    expect(new Set(writes.map(({ family }) => family))).toEqual(
      new Set(contracts.map(({ family }) => family).filter(Boolean)),
    );
  });
});

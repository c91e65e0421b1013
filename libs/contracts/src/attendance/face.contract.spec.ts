import { describe, expect, it } from '@jest/globals';
import { contracts, evaluationContract, fieldsOf, type JsonSchema, referencesOf } from '../index.js';
import { faceContract } from './face.contract.js';

describe('attendance.face', () => {
  it('attendance.face: a bulk verification that needs liveness is not told to send a field which it does not have', () => {
    const { verify, bulkVerify } = faceContract.operations;
    expect(JSON.stringify(verify.errors)).toContain('liveness_challenge_id');
    expect(JSON.stringify(bulkVerify.errors)).not.toContain('liveness_challenge_id');
  });
});

type Class = new () => unknown;

/** Returns the class and all that its fields refer to. */
function classesIn(Class: Class, seen = new Set<Class>()): ReadonlySet<Class> {
  if (seen.has(Class)) return seen;
  seen.add(Class);
  for (const inner of referencesOf(Class)) classesIn(inner, seen);
  return seen;
}

describe('scores in answers of attendance', () => {
  const replies = contracts
    .filter((each) => each.family === 'attendance' && each !== evaluationContract)
    .flatMap(({ operations }) => Object.values(operations))
    .filter(({ http }) => http)
    .flatMap(({ reply }) => (reply ? [...classesIn(reply as Class)] : []));
  const named = [...new Set(replies)].flatMap((Class) =>
    fieldsOf(Class)
      .filter(({ name }) => /(score|similarity|confidence|probability|margin)s?$/.test(name))
      .map(({ name, type }) => ({ name: `${Class.name}.${name}`, schema: type.schema() })),
  );
  const decimalsOf = ({ items, ...schema }: JsonSchema): unknown =>
    ((items as JsonSchema | undefined) ?? schema)['x-decimals'];

  it('score: every score that a client is answered has two decimals, outside evaluations', () => {
    expect(named.length).toBeGreaterThan(8);
    /* A limit, and figures of movement that only administrators read. */
    const others = ['DecisionRecord.required_margin', 'LivenessAttempt.scores'];
    for (const { name, schema } of named)
      if (!others.includes(name)) expect([name, decimalsOf(schema)]).toEqual([name, 2]);
  });
});

import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { choice, Field, foreignKey, integer, listOf, text } from '../fields/index.js';
import { engineering, viewing } from './rights.js';

/** Those of the six big losses (Nakajima 1988) in which an equipment stands still. */
export const stopLosses = ['breakdown', 'setup', 'minor_stop'] as const;
export type StopLoss = (typeof stopLosses)[number];

export class StopReason {
  @Field(text({ maxLength: 100 }), { example: 'No material' }) name!: string;
  @Field(foreignKey(), { description: 'The reason that it is a kind of; the tree is at most 6 deep' })
  parent!: number;
}

export class StopReasonView {
  @Field(integer()) id!: number;
  @Field(text()) name!: string;
  @Field(integer(), {
    nullable: true,
    description: 'Null for the three roots, which are there from the start',
  })
  parent!: number | null;
  @Field(choice(...stopLosses), { description: 'That of its root: which of the big losses it counts as' })
  loss!: StopLoss;
}

export const stopReasonContract = contract(
  'equipment.stop-reason',
  { family: 'techtrack', tag: 'OEE' },
  {
    list: op({
      http: { method: 'GET', path: '/api/stop-reasons/' },
      reply: listOf(StopReasonView),
      access: viewing(),
      summary: 'Tree of stop reasons, parents before their children',
    }),
    create: op({
      http: { method: 'POST', path: '/api/stop-reasons/', status: 201 },
      body: StopReason,
      reply: StopReasonView,
      access: engineering(),
      errors: {
        REASON_EXISTS: errorReply(409, 'Its parent has a reason of that name.', 'detail'),
        TOO_MANY_REASONS: errorReply(409, 'There are as many reasons as may be; remove some.', 'detail'),
      },
      summary: 'Add a stop reason',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/stop-reasons/{id}/', status: 204 },
      params: RowParams,
      access: engineering(),
      errors: {
        REASON_IN_USE: errorReply(
          409,
          'It is a root, has kinds below it, or explains a stop: it stays.',
          'detail',
        ),
      },
      summary: 'Remove a stop reason that nothing refers to',
    }),
  },
);

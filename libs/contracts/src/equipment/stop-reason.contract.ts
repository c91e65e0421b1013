import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { choice, Field, foreignKey, integer, listOf, nameText, text } from '../fields/index.js';
import { engineering, viewing } from './rights.js';

/** The big losses (Nakajima 1988) during which a machine stands still: three of the six. */
export const stopLosses = ['breakdown', 'setup', 'minor_stop'] as const;
export type StopLoss = (typeof stopLosses)[number];

export class StopReason {
  @Field(nameText({ maxLength: 100 }), {
    example: 'No material',
    description: 'No other reason of the parent has it in any case',
  })
  name!: string;
  @Field(foreignKey(), { description: 'The more general reason; the tree is at most 6 levels deep' })
  parent!: number;
}

export class StopReasonView {
  @Field(integer()) id!: number;
  @Field(text(), { example: 'No material' }) name!: string;
  @Field(integer(), {
    nullable: true,
    description: 'Null for the three roots, which always exist',
  })
  parent!: number | null;
  @Field(choice(...stopLosses), {
    description: 'The big loss that it counts as, given by the root of its branch',
  })
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
      summary: 'List the tree of stop reasons, parents before their children',
    }),
    create: op({
      http: { method: 'POST', path: '/api/stop-reasons/', status: 201 },
      body: StopReason,
      reply: StopReasonView,
      access: engineering(),
      errors: {
        REASON_EXISTS: errorReply(409, 'The parent has a reason of that name.', 'detail'),
        TOO_MANY_REASONS: errorReply(409, 'The maximum number of reasons is reached; remove some.', 'detail'),
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
          'The reason is a root, has reasons below it, or explains a stop, so it cannot be removed.',
          'detail',
        ),
      },
      summary: 'Remove a stop reason that nothing refers to',
    }),
  },
);

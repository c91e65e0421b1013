import { contract, internal, op } from '../contract/index.js';
import { Field, integer, text } from '../fields/index.js';

export class PoolState {
  @Field(integer(), {
    description: 'Threads that are ready to analyse photographs, of the process that answers',
  })
  workers!: number;
  @Field(integer(), { description: 'Photographs that wait there' }) queued!: number;
  @Field(text(), { description: 'What the models run on', example: 'wasm' }) backend!: string;
}

/** How the threads are that analyse photographs. */
export const poolContract = contract(
  'vision.pool',
  { family: 'attendance', tag: 'Internal' },
  {
    state: op({
      reply: PoolState,
      access: internal(),
      timeoutMs: 2000,
      summary: 'State of the threads that analyse photographs',
    }),
  },
);

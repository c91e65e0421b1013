import { contract, families, internal, op } from '../contract/index.js';
import { boolean, choice, datetime, Field, integer, text } from '../fields/index.js';

/** Acts that only an edge sees. */
export const edgeActs = ['login-limited', 'api-key-used'] as const;
export type EdgeAct = (typeof edgeActs)[number];

/** One of them, or many of a kind at once. Who and whence are the context's. */
export class SeenAct {
  @Field(choice(...edgeActs)) action!: EdgeAct;
  @Field(boolean()) success!: boolean;
  @Field(choice(...families)) family!: (typeof families)[number];
  @Field(text({ maxLength: 100 }), { description: 'Subject of the operation that was asked for' })
  operation!: string;
  @Field(integer({ min: 1 }), { description: 'How many such acts there were' }) times!: number;
  @Field(datetime(), { description: 'When the first of them was' }) since!: Date;
  @Field(boolean(), { description: 'Whether they are of several clients, too many to be told apart' })
  of_many!: boolean;
}

/** What edges have to say to the audit. */
export const auditContract = contract(
  'identity.audit',
  { family: 'attendance', tag: 'Internal' },
  {
    note: op({
      body: SeenAct,
      access: internal(),
      summary: 'Record audit events that only the gateway sees',
    }),
  },
);

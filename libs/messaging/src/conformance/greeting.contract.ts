import { contract, event, Field, internal, op, text } from '@argus/contracts';

export class Greeting {
  @Field(text()) name!: string;
}

export class Greeted {
  @Field(text()) text!: string;
}

/** The smallest contract that the conformance suite needs. */
export const greetingContract = contract(
  'greeting.person',
  { family: 'attendance', tag: 'Internal' },
  {
    greet: op({
      summary: 'Greet a person',
      body: Greeting,
      reply: Greeted,
      access: internal(),
    }),
    refuse: op({
      summary: 'Fail with a domain error',
      access: internal(),
    }),
    fail: op({ summary: 'Fail with an unknown error', access: internal() }),
  },
);

export const greeted = event({
  subject: 'evt.greeting.greeted.v1',
  payload: Greeted,
  summary: 'A person was greeted',
});

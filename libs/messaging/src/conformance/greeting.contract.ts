import { contract, event, Field, internal, op, text } from '@argus/contracts';

export class Greeting {
  @Field(text()) name!: string;
}

export class Greeted {
  @Field(text()) text!: string;
}

/** The smallest contract with something of everything, for the conformance suite. */
export const greetingContract = contract(
  'greeting.person',
  { family: 'attendance', tag: 'Internal' },
  {
    greet: op({
      summary: 'Greets',
      body: Greeting,
      reply: Greeted,
      access: internal(),
    }),
    refuse: op({
      summary: 'Ends with a domain error',
      access: internal(),
    }),
    fail: op({ summary: 'Ends with an unknown error', access: internal() }),
  },
);

export const greeted = event({
  subject: 'evt.greeting.greeted.v1',
  payload: Greeted,
  summary: 'Somebody was greeted',
});

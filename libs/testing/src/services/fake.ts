import type { Contract, Handlers } from '@argus/contracts';

/** A contract of another service and its handlers in a test. */
export type Fake = readonly [contract: Contract, answers: Handlers<Contract>];

/** Pairs a contract with handlers, typed by the contract. */
export const fake = <C extends Contract>(contract: C, answers: Handlers<C>): Fake => [
  contract,
  answers as Handlers<Contract>,
];

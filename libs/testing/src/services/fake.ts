import type { Contract, Handlers } from '@argus/contracts';

/** A contract of another service with what answers it in a test. */
export type Fake = readonly [contract: Contract, answers: Handlers<Contract>];

/** Typed as the contract demands. */
export const fake = <C extends Contract>(contract: C, answers: Handlers<C>): Fake => [
  contract,
  answers as Handlers<Contract>,
];

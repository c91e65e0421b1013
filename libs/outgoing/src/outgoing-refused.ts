export const refusals = {
  invalid_url: 'is not an address that can be called',
  wrong_scheme: 'has a scheme that is not called',
  credentials: 'carries a user name or a password',
  not_found: 'has a name that is not found',
  forbidden_address: 'is never called: it is of this machine, a link or a special network',
  private_address: 'is in a private network that is not listed',
} as const;

export type RefusalReason = keyof typeof refusals;

/** Nothing was sent: the address must not be called. The message never holds the address, which may carry a secret. */
export class OutgoingRefused extends Error {
  constructor(readonly reason: RefusalReason) {
    super(`The address ${refusals[reason]}`);
    this.name = 'OutgoingRefused';
  }
}

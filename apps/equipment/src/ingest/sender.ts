import type { CallContext } from '@argus/contracts';

/** Returns the account in whose turns late readings are stored. */
export const senderOf = (context: Pick<CallContext, 'principal'> | undefined): string =>
  String(context?.principal?.accountId ?? '');

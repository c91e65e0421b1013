/** A user as nats-server knows it: by the public part of an NKey, or by name and bcrypt hash (in tests a password). */
export type BrokerUser = (
  { readonly nkey: string } | { readonly user: string; readonly password: string }
) & {
  /** Without, the user may do everything. */
  readonly permissions?: BrokerPermissions;
};

export interface BrokerPermissions {
  readonly publish: readonly string[] | { readonly deny: readonly string[] };
  readonly subscribe: readonly string[] | { readonly deny: readonly string[] };
}

export interface GateOptions {
  /** Public key of who signs whom to let in, and with which rights. */
  readonly issuer: string;
  /** Sees and ends connections, from the system account. */
  readonly system: BrokerUser;
}

/* A busy machine needs longer than the usual 2 s to answer the challenge. */
const AUTHENTICATION_LIMIT_S = 10;

/** Returns who may connect, as nats-server reads it. */
export function authorizationOf(users: readonly BrokerUser[], gate?: GateOptions): object {
  const authorization = { timeout: AUTHENTICATION_LIMIT_S, users };
  if (!gate) return { authorization };
  const { issuer, system } = gate;
  const named = [...users, system].map((user) => ('nkey' in user ? user.nkey : user.user));
  return {
    system_account: 'SYS',
    accounts: { SYS: { users: [system] } },
    authorization: {
      ...authorization,
      auth_callout: { issuer, account: '$G', auth_users: named },
    },
  };
}

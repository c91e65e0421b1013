/** What identity's sealing key is derived from: the gateway's name, since what it sealed when it ran there must still open. */
export const sealingLabel = 'auth-gateway';

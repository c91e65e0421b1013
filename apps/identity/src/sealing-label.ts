/** The label of identity's sealing key: the gateway's name, so that values sealed when it ran inside the gateway still open. */
export const sealingLabel = 'auth-gateway';

import type { Sealer } from '@argus/persistence';

const PURPOSE = 'liveness-nonce';

/** The nonce of a challenge is the MAC of its id, so that nobody who reads the database can answer for another. */
export const nonceOf = (sealer: Sealer, challengeId: string): string =>
  Buffer.from(sealer.mac(Buffer.from(challengeId), PURPOSE)).toString('base64url');

/** Holds also while the data key is changed. */
export const isNonceOf = (sealer: Sealer, challengeId: string, nonce: string): boolean =>
  sealer.isMac(Buffer.from(nonce, 'base64url'), Buffer.from(challengeId), PURPOSE);

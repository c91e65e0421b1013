import type { Sealer } from '@argus/persistence';
import type { AuditEvent } from './audit-event.entity.js';
import type { AuditHead } from './audit-head.entity.js';

export type AuditLink = Omit<AuditEvent, 'mac'>;

const purpose = 'audit-chain';

/** Returns the bytes that an event's MAC covers: the previous MAC and every column, in one canonical form. */
function coveredBytes(previousMac: Uint8Array, event: AuditLink): Uint8Array {
  const details = Object.entries(event.details).sort(([a], [b]) => (a < b ? -1 : 1));
  const columns = [
    /* As text: existing chains were written when the driver returned int8 as text. */
    String(event.position),
    event.at.toISOString(),
    event.action,
    event.success,
    event.severity,
    event.family,
    event.accountId,
    event.actorFamily,
    event.actorId,
    event.clientAddress,
    event.userAgent,
    event.requestId,
    details,
  ];
  return Buffer.concat([previousMac, Buffer.from(JSON.stringify(columns))]);
}

export const linkTo = (sealer: Sealer, previousMac: Uint8Array, event: AuditLink): Uint8Array =>
  sealer.mac(coveredBytes(previousMac, event), purpose);

export const isLinked = (sealer: Sealer, previousMac: Uint8Array, event: AuditEvent): boolean =>
  sealer.isMac(event.mac, coveredBytes(previousMac, event), purpose);

const startPurpose = 'audit-start';

const startBytes = ({ position, mac }: Pick<AuditEvent, 'position' | 'mac'>): Uint8Array =>
  Buffer.concat([Buffer.from(`${position}:`), mac]);

/** Seals the newest of the events to be deleted, so that nobody without the key moves the start of the chain. */
export const sealStart = (sealer: Sealer, last: Pick<AuditEvent, 'position' | 'mac'>): Uint8Array =>
  sealer.mac(startBytes(last), startPurpose);

export const isStart = (
  sealer: Sealer,
  { startPosition: position, startMac: mac, startSeal: seal }: ChainStart,
): boolean =>
  seal === null
    ? position === 0 && Buffer.alloc(32).equals(mac)
    : sealer.isMac(seal, startBytes({ position, mac }), startPurpose);

export type ChainStart = Pick<AuditHead, 'startPosition' | 'startMac' | 'startSeal'>;

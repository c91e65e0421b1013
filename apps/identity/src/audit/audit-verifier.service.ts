import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { isLinked, isStart } from './audit-chain.js';
import { AuditStore } from './audit.store.js';

/** An end of the chain, kept outside the database as `<position>:<mac in hex>`. */
export interface AuditAnchor {
  readonly position: number;
  readonly mac: string;
}

export type AuditVerdict =
  | { readonly intact: true; readonly head: AuditAnchor }
  | {
      readonly intact: false;
      /** The first event that differs from what was written. */
      readonly position: number;
      readonly problem: 'changed' | 'missing' | 'differs from the anchor';
    };

const BATCH_SIZE = 5000;

/** Verifies that no audit event was changed, deleted, inserted or moved. */
@Injectable()
export class AuditVerifier {
  constructor(
    private readonly store: AuditStore,
    private readonly sealer: Sealer,
  ) {}

  /** Returns the end of the chain, unverified. */
  async head(): Promise<AuditAnchor> {
    const head = await this.store.head();
    if (!head) throw new Error('The audit chain has no head');
    return { position: head.position, mac: hex(head.mac) };
  }

  /**
   * Reads the whole chain in one snapshot, from the newest event that was deleted by its age. Only an anchor reveals that events and head were cut back to an earlier end:
   * the database alone cannot show that.
   */
  verify(anchor?: AuditAnchor): Promise<AuditVerdict> {
    return this.store.snapshot(async (tx) => {
      const head = await this.store.head(tx);
      if (!head) return { intact: false, position: 1, problem: 'missing' };
      let { startPosition: position, startMac: mac } = head;
      if (!isStart(this.sealer, head)) return { intact: false, position: position + 1, problem: 'changed' };
      if (position > 0 && position === anchor?.position && hex(mac) !== anchor.mac)
        return { intact: false, position, problem: 'differs from the anchor' };
      for (;;) {
        const events = await this.store.after(tx, position, BATCH_SIZE);
        for (const event of events) {
          if (event.position !== ++position) return { intact: false, position, problem: 'missing' };
          if (!isLinked(this.sealer, mac, event)) return { intact: false, position, problem: 'changed' };
          mac = event.mac;
          if (position === anchor?.position && hex(mac) !== anchor.mac)
            return { intact: false, position, problem: 'differs from the anchor' };
        }
        if (events.length < BATCH_SIZE) break;
      }
      const end = Math.max(head.position, anchor?.position ?? 0);
      if (position < end) return { intact: false, position: position + 1, problem: 'missing' };
      if (head.position !== position || hex(head.mac) !== hex(mac))
        return { intact: false, position, problem: 'changed' };
      return { intact: true, head: { position, mac: hex(mac) } };
    });
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

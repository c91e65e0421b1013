import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { FaceSighting } from '../series/face-sighting.js';
import { shareSeenBefore } from '../series/print-likeness.js';
import type { Finding } from '../series/series-judgement.js';
import type { LivenessChallengeRow } from './challenge.entity.js';
import { SeriesPrintStore } from './series-print.store.js';

/**
 * A series with this share of frames of an earlier one is a recording of it. Recordings that were changed on the way have 0.6
 * to 1, two stretches of one film of a man who sits there up to 0.44.
 */
const REPLAYED_SHARE = 0.5;

const boundTo = (challengeId: string): string => JSON.stringify(['liveness-series-print', challengeId]);

/** Tells a recording of a series that passed, even if it was re-timed, mirrored or encoded anew. */
@Injectable()
export class ReplayDetector {
  constructor(
    private readonly store: SeriesPrintStore,
    private readonly sealer: Sealer,
  ) {}

  /** Compares a series that would pass with those that passed, and remembers it unless it is one of them. */
  async examine(
    { id: challengeId, requester }: Pick<LivenessChallengeRow, 'id' | 'requester'>,
    sightings: readonly FaceSighting[],
  ): Promise<Finding> {
    const prints = sightings.map(({ print }) => print);
    const joined = Buffer.concat(prints.map(({ print }) => print));
    /* Remembered first, so that of two that are judged at once neither misses the other. */
    await this.store.insert({
      challengeId,
      requester,
      prints: this.sealer.seal(joined, boundTo(challengeId)),
    });
    let most = 0;
    for await (const other of this.store.others({ challengeId, requester })) {
      const earlier = this.sealer.open(other.prints, boundTo(other.challengeId));
      most = Math.max(most, shareSeenBefore(prints, earlier));
      if (most >= REPLAYED_SHARE) break;
    }
    const isReplayed = most >= REPLAYED_SHARE;
    if (isReplayed) await this.store.remove(challengeId);
    return { reasons: isReplayed ? ['REPLAYED'] : [], scores: { share_seen_before: most } };
  }

  forget(challengeId: string): Promise<void> {
    return this.store.remove(challengeId);
  }
}

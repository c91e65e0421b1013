import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { SeriesPrint } from './series-print.entity.js';

/** Earlier series that one answer is compared with: 25 MB and half a second of CPU. */
const MAX_EARLIER = 4000;
const PER_READ = 100;

@Injectable()
export class SeriesPrintStore {
  constructor(
    private readonly database: Database,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  async insert(print: Pick<SeriesPrint, 'challengeId' | 'requester' | 'prints'>): Promise<void> {
    await this.database.entities((manager) => manager.insert(SeriesPrint, print));
  }

  async remove(challengeId: string): Promise<void> {
    await this.database.entities((manager) => manager.delete(SeriesPrint, { challengeId }));
  }

  /** Yields the other series, those of the same requester first, then the newest. */
  async *others({ challengeId, requester }: Pick<SeriesPrint, 'challengeId' | 'requester'>) {
    const rows = await this.database.query<{ id: string }>(
      `SELECT challenge_id AS id FROM liveness_series_print WHERE challenge_id <> $1
       ORDER BY requester = $2 DESC, seen_at DESC, challenge_id LIMIT $3`,
      [challengeId, requester, MAX_EARLIER],
    );
    for (let start = 0; start < rows.length; start += PER_READ) {
      const ids = rows.slice(start, start + PER_READ).map(({ id }) => id);
      yield* await this.database.entities((manager) => manager.findBy(SeriesPrint, { challengeId: In(ids) }));
    }
  }

  @Every(3_600_000, 'delete prints of old liveness challenges')
  async deleteOld(): Promise<void> {
    await this.database.query(
      'DELETE FROM liveness_series_print WHERE seen_at < now() - make_interval(days => $1)',
      [this.settings.VISION_LIVENESS_AUDIT_DAYS],
    );
  }
}

import { curveAdopted } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { SiteCurve } from './site-curve.entity.js';

const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('vision.curve-adoption', 0))";

@Injectable()
export class SiteCurveStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async insert(curve: Pick<SiteCurve, 'id' | 'gallery' | 'model' | 'curve'>): Promise<void> {
    await this.database.entities((manager) => manager.insert(SiteCurve, curve));
  }

  /** Returns the curves that decide instead of the shipped ones. */
  adopted(): Promise<SiteCurve[]> {
    return this.database.entities((manager) => manager.findBy(SiteCurve, { adoptedAt: Not(IsNull()) }));
  }

  /**
   * Makes the curve decide about its gallery and model; null makes the shipped one decide again. Returns false if there is no such
   * curve. Adoptions wait for each other.
   */
  adopt(gallery: string, model: string, id: string | null): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK);
      const place = { gallery, model };
      if (id !== null && !(await tx.existsBy(SiteCurve, { ...place, id }))) return false;
      await tx.update(SiteCurve, { ...place, adoptedAt: Not(IsNull()) }, { adoptedAt: null });
      if (id !== null) await tx.update(SiteCurve, { id }, { adoptedAt: () => 'clock_timestamp()' });
      await this.outbox.append(tx, curveAdopted, { gallery });
      return true;
    });
  }

  /** Deletes curves that do not decide and are a year old. */
  @Every(3_600_000, 'delete old accuracy curves')
  async deleteOld(): Promise<void> {
    await this.database.query(
      "DELETE FROM accuracy_curve WHERE adopted_at IS NULL AND measured_at < now() - interval '1 year'",
    );
  }
}

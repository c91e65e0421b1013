import { type CurveAdoption, curveAdopted } from '@argus/contracts';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AccuracyCurve } from './accuracy-curve.js';
import { shippedCurve } from './shipped-curves.js';
import { SiteCurveStore } from './site-curve.store.js';

/** Says by which error rates a gallery is decided: the shipped ones, or those that were measured on its people and adopted. */
@Injectable()
export class CurvesInForce implements OnModuleInit {
  private adopted: ReadonlyMap<string, AccuracyCurve> = new Map();

  constructor(private readonly store: SiteCurveStore) {}

  onModuleInit(): Promise<void> {
    return this.read();
  }

  /** @param model name@version of the descriptor model. */
  of(gallery: string, model: string): AccuracyCurve {
    return this.adopted.get(keyOf(gallery, model)) ?? shippedCurve(model);
  }

  @Follows(curveAdopted)
  curveAdopted(_adoption: CurveAdoption): Promise<void> {
    return this.read();
  }

  /** Events may be lost, so adoptions are also read periodically. */
  @Every(30_000, 'read adopted accuracy curves')
  async read(): Promise<void> {
    const adopted = await this.store.adopted();
    this.adopted = new Map(adopted.map(({ gallery, model, curve }) => [keyOf(gallery, model), curve]));
  }
}

const keyOf = (gallery: string, model: string) => JSON.stringify([gallery, model]);

import { Injectable } from '@nestjs/common';
import type { AccuracyCurve } from './accuracy-curve.js';
import { shippedCurve } from './shipped-curves.js';

/** Says by which error rates a gallery is decided. */
@Injectable()
export class CurvesInForce {
  /** @param model name@version of the descriptor model. */
  of(_gallery: string, model: string): AccuracyCurve {
    return shippedCurve(model);
  }
}

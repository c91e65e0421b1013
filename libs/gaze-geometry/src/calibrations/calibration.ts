import type { GazeAngles } from '../angles/gaze-angle.js';
import type { FittedModel, ModelKind } from '../models/model.js';
import type { Screen } from '../screens/screen.js';
import type { HeadRange } from './head-range.js';

/** Everything that mapping a measurement to the screen needs; plain data. */
export interface Calibration {
  readonly screen: Screen;
  readonly model: FittedModel;
  readonly head: HeadRange;
  /** Added to measured angles before the model reads them; from a drift check. Never part of the model. */
  readonly driftCorrection?: GazeAngles | undefined;
}

/** How a candidate did; stored with the calibration. */
export interface CandidateSummary {
  readonly kind: ModelKind;
  readonly refused: string | null;
  readonly leaveOneOutDeg: number | null;
  readonly standardErrorDeg: number | null;
}

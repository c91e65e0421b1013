import { degrees } from '../angles/gaze-angle.js';
import { isRefusal, type Refusal } from '../refusals/refusal.js';
import { type FitInput, keptSamples, type ModelKind } from '../models/model.js';
import { angleNoiseOf } from '../models/noise.js';
import { refuseTargets, usableTargets } from '../samples/check-targets.js';
import { gate } from '../samples/gate.js';
import type { GazeSample } from '../samples/sample.js';
import type { TargetSamples } from '../samples/target-samples.js';
import type { Screen } from '../screens/screen.js';
import { type Selection, selectModel } from '../selection/select-model.js';
import type { Calibration, CandidateSummary } from './calibration.js';
import { headRangeOf } from './head-range.js';

export interface CalibrationResult {
  readonly calibration: Calibration;
  readonly selection: Selection;
  readonly candidates: readonly CandidateSummary[];
  /** All targets, also those with too few samples to count. */
  readonly targets: readonly TargetSamples[];
  /** What the models were fitted to. */
  readonly input: FitInput;
}

/**
 * Samples of known targets to a calibration: sets unusable samples aside, refuses what would give a wrong answer, fits the
 * candidates and chooses.
 */
export function calibrate(
  screen: Screen,
  samples: readonly GazeSample[],
  kinds?: readonly ModelKind[],
): CalibrationResult | Refusal {
  const targets = gate(screen, samples);
  const refused = refuseTargets(screen, targets);
  if (refused) return refused;
  const input = fitInput(screen, usableTargets(targets));
  const selection = selectModel(input, kinds);
  if (isRefusal(selection)) return selection;
  return {
    calibration: {
      screen,
      model: selection.chosen.model,
      head: headRangeOf(keptSamples(input.targets)),
    },
    selection,
    candidates: selection.candidates.map(({ kind, refused: reason, leaveOneOutRad, standardErrorRad }) => ({
      kind,
      refused: reason?.refused ?? null,
      leaveOneOutDeg: leaveOneOutRad === undefined ? null : degrees(leaveOneOutRad),
      standardErrorDeg: standardErrorRad === undefined ? null : degrees(standardErrorRad),
    })),
    targets,
    input,
  };
}

export function fitInput(screen: Screen, targets: readonly TargetSamples[]): FitInput {
  const measured = keptSamples(targets).every(({ features }) => features !== undefined);
  return {
    screen,
    targets,
    angleNoise: angleNoiseOf(screen, targets),
    features: measured ? 'measured' : 'gaze',
  };
}

import { isRefusal, type Refusal } from '../refusals/refusal.js';
import { models } from '../models/index.js';
import type { FitInput, ModelKind } from '../models/model.js';
import { average } from '../samples/statistics.js';
import { errorMeter } from './target-errors.js';

/** Angular error at each target of a model fitted to the other targets, in radians; or why a fold failed. */
export function leaveOnePointOut(
  kind: ModelKind,
  input: FitInput,
  whole: readonly number[],
): readonly number[] | Refusal {
  const errors: number[] = [];
  for (const left of input.targets) {
    const targets = input.targets.filter((target) => target !== left);
    const fitted = models[kind].fit({ ...input, targets }, whole);
    if (isRefusal(fitted)) return fitted;
    const errorOf = errorMeter(input.screen, models[kind].projector(fitted));
    const found = left.kept.map(errorOf);
    if (found.some((error) => error === undefined))
      return {
        refused: 'NOT_IDENTIFIABLE',
        message: 'A model of the other targets has no answer at one of them.',
      };
    errors.push(
      Math.hypot(
        average(found.map((error) => error!.rightRad)),
        average(found.map((error) => error!.downRad)),
      ),
    );
  }
  return errors;
}

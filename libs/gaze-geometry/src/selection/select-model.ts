import { isRefusal, refusal, type Refusal } from '../refusals/refusal.js';
import { models } from '../models/index.js';
import { type FitInput, type FittedModel, type ModelKind, modelKinds } from '../models/model.js';
import { average } from '../samples/statistics.js';
import { leaveOnePointOut } from './leave-one-point-out.js';
import { isTurned } from './turn-test.js';

/** What became of one candidate. */
export interface Candidate {
  readonly kind: ModelKind;
  /** Why it was not considered. */
  readonly refused?: Refusal;
  readonly model?: FittedModel;
  /** Mean over targets, radians. */
  readonly leaveOneOutRad?: number;
  readonly standardErrorRad?: number;
  /** By target, in the order of the input, radians. */
  readonly targetErrorsRad?: readonly number[];
}

type FittedCandidate = Candidate & { readonly model: FittedModel };

export interface Selection {
  readonly chosen: FittedCandidate;
  readonly candidates: readonly Candidate[];
}

/**
 * Fits every candidate and takes the simplest one whose leave-one-point-out error is within one standard error of the
 * least. With too few targets to leave one out the simplest that could be fitted is taken.
 *
 * With few noisy targets one standard error is so wide that M0 passes although M1 is true. A likelihood-ratio test
 * decides between these two.
 */
export function selectModel(input: FitInput, kinds: readonly ModelKind[] = modelKinds): Selection | Refusal {
  const candidates = kinds.map((kind) => judge(kind, input));
  const fitted = candidates.filter(isFitted);
  const first = fitted[0];
  if (!first) return candidates[0]?.refused ?? refusal('NOT_IDENTIFIABLE', 'No model was asked for.');
  const compared = fitted.filter(({ leaveOneOutRad }) => leaveOneOutRad !== undefined);
  const best = [...compared].sort((a, b) => a.leaveOneOutRad! - b.leaveOneOutRad!)[0];
  const chosen =
    best === undefined
      ? first
      : compared.find(
          ({ leaveOneOutRad }) => leaveOneOutRad! <= best.leaveOneOutRad! + best.standardErrorRad!,
        )!;
  return { chosen: turnedInstead(chosen, compared, input) ?? chosen, candidates };
}

/** Replaces M0 by M1 where the samples show that the screen is turned. */
function turnedInstead(
  chosen: FittedCandidate,
  compared: readonly FittedCandidate[],
  input: FitInput,
): FittedCandidate | undefined {
  if (chosen.kind !== 'M0') return undefined;
  const turned = compared.find(({ kind }) => kind === 'M1');
  return turned && isTurned(input, chosen.model, turned.model) ? turned : undefined;
}

/* What remains must still span the screen. */
const MIN_TARGETS_TO_LEAVE_ONE_OUT = 4;

const isFitted = (candidate: Candidate): candidate is FittedCandidate => candidate.model !== undefined;

function judge(kind: ModelKind, input: FitInput): Candidate {
  const candidate = models[kind];
  const { leastTargets } = candidate;
  if (input.targets.length < leastTargets)
    return { kind, refused: refusal('TOO_FEW_TARGETS', `${kind} needs at least ${leastTargets} targets.`) };
  const model = candidate.fit(input);
  if (isRefusal(model)) return { kind, refused: model };
  const doubt = candidate.doubt?.(model, input.targets.length);
  if (doubt) return { kind, refused: doubt };
  if (input.targets.length < MIN_TARGETS_TO_LEAVE_ONE_OUT) return { kind, model };
  const errors = leaveOnePointOut(kind, input, model.parameters);
  if (isRefusal(errors)) return { kind, refused: errors };
  const mean = average(errors);
  const deviation = Math.sqrt(
    errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / Math.max(errors.length - 1, 1),
  );
  return {
    kind,
    model,
    leaveOneOutRad: mean,
    standardErrorRad: deviation / Math.sqrt(errors.length),
    targetErrorsRad: errors,
  };
}

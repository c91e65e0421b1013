import {
  type AdoptCurve,
  DomainError,
  type ErrorRate,
  type EvaluateGallery,
  type GalleryEvaluation,
  type GroupEvaluation,
  type MeasuredThreshold,
  type PurposeEvaluation,
} from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AccuracyCurve } from '../accuracy/accuracy-curve.js';
import { buildCurve, curveThresholds } from '../accuracy/build-curve.js';
import { type Comparisons, comparePeople } from '../accuracy/comparisons.js';
import { CurvesInForce } from '../accuracy/curves-in-force.service.js';
import { extendCurve } from '../accuracy/extend-curve.js';
import { shippedCurve } from '../accuracy/shipped-curves.js';
import { SiteCurveStore } from '../accuracy/site-curve.store.js';
import { VerificationAccuracy } from '../accuracy/verification-accuracy.js';
import { DecisionPolicy } from '../decisions/decision-policy.service.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { Gallery } from '../gallery/gallery.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { type GallerySample, rowsOfPeople, sampleGallery } from './gallery-sample.js';

/** Fewer people with several photographs, or fewer of any, give no curve: 100 people make 4 950 pairs of people. */
const MIN_PEOPLE_FOR_CURVE = 100;
/** Smaller groups are not shown: a rate would say something about persons. */
const MIN_GROUP_PEOPLE = 20;
/** Draws of the bootstrap: 2.5 % are then five of them. */
const DRAWS = 200;
const PAUSE_AFTER_MS = 5;

interface Measurement {
  readonly comparisons: Comparisons;
  readonly accuracy: VerificationAccuracy;
}

/** Measures error rates on the people of a gallery. Only numbers leave. */
@Injectable()
export class GalleryEvaluationService {
  constructor(
    private readonly galleries: Galleries,
    private readonly curves: CurvesInForce,
    private readonly siteCurves: SiteCurveStore,
    private readonly policy: DecisionPolicy,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  async evaluate({ gallery: name, groups }: EvaluateGallery): Promise<GalleryEvaluation> {
    const gallery = this.galleries.of(name);
    const sample = await sampleGallery(this.galleries, name);
    try {
      const measured = await measure(sample.rows);
      const curve = isEnough(measured.comparisons) ? siteCurve(measured) : undefined;
      const curveId = curve ? await this.keep(name, curve) : null;
      const shown = await this.evaluateGroups(name, gallery, sample, groups);
      const { comparisons, accuracy } = measured;
      return {
        model: descriptorModelId,
        curve_id: curveId,
        curve_in_force: this.curves.of(name, descriptorModelId).id,
        people: gallery.size,
        people_compared: sample.subjects.length,
        genuine_pairs: comparisons.genuine.scores.length,
        impostor_pairs: comparisons.impostors.total,
        equal_error_rate: comparisons.genuine.scores.length > 0 ? accuracy.errors.equalErrorRate() : null,
        points: curveThresholds(accuracy, comparisons).map((threshold) => at(threshold, accuracy)),
        purposes: this.evaluatePurposes(name, gallery, accuracy, curve),
        groups: shown,
        groups_suppressed: groups.length - shown.length,
        remarks: remarksOn(gallery, sample, curve),
      };
    } finally {
      sample.rows.vectors.fill(0);
    }
  }

  /** @throws DomainError CURVE_NOT_FOUND */
  async adopt({ gallery, curve_id }: AdoptCurve): Promise<void> {
    if (!(await this.siteCurves.adopt(gallery, descriptorModelId, curve_id)))
      throw new DomainError('CURVE_NOT_FOUND');
    await this.curves.read();
  }

  private async keep(gallery: string, curve: AccuracyCurve): Promise<string> {
    const id = randomUUID();
    await this.siteCurves.insert({ id, gallery, model: descriptorModelId, curve: { ...curve, id } });
    return id;
  }

  private evaluatePurposes(
    name: string,
    gallery: Gallery,
    accuracy: VerificationAccuracy,
    curve: AccuracyCurve | undefined,
  ): PurposeEvaluation[] {
    const present = this.policy.thresholds(name, descriptorModelId, gallery);
    const proposed = curve && this.policy.thresholds(name, descriptorModelId, gallery, curve);
    const targets = {
      verification: this.settings.VISION_VERIFICATION_FMR,
      identification: this.settings.VISION_IDENTIFICATION_FPIR,
      duplicate: this.settings.VISION_DUPLICATE_FMR,
      consistency: this.settings.VISION_CONSISTENCY_FMR,
    };
    return (['verification', 'identification', 'duplicate', 'consistency'] as const).map((purpose) => ({
      purpose,
      target: targets[purpose],
      present: at(present[purpose], accuracy),
      proposed: proposed ? at(proposed[purpose], accuracy) : null,
    }));
  }

  private async evaluateGroups(
    name: string,
    gallery: Gallery,
    sample: GallerySample,
    groups: EvaluateGallery['groups'],
  ): Promise<GroupEvaluation[]> {
    const { verification } = this.policy.thresholds(name, descriptorModelId, gallery);
    const numbers = new Map(sample.subjects.map((subject, person) => [subject, person]));
    const shown: GroupEvaluation[] = [];
    for (const { group, subjects } of groups) {
      const people = new Set(subjects.flatMap((subject) => numbers.get(subject) ?? []));
      if (people.size < MIN_GROUP_PEOPLE) continue;
      const rows = rowsOfPeople(sample, people);
      const { comparisons, accuracy } = await measure(rows);
      rows.vectors.fill(0);
      shown.push({
        group,
        people: people.size,
        genuine_pairs: comparisons.genuine.scores.length,
        impostor_pairs: comparisons.impostors.total,
        at_verification: at(verification, accuracy),
      });
    }
    return shown;
  }
}

async function measure(rows: GallerySample['rows']): Promise<Measurement> {
  const pause = pauses();
  const comparisons = await comparePeople(rows, { pause });
  return { comparisons, accuracy: await VerificationAccuracy.measure(comparisons, { draws: DRAWS, pause }) };
}

/** Lets other calls be served every few milliseconds. */
function pauses(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < PAUSE_AFTER_MS) return;
    await yieldToOthers();
    since = performance.now();
  };
}

const isEnough = ({ genuine, people }: Comparisons): boolean =>
  people >= MIN_PEOPLE_FOR_CURVE && new Set(genuine.one).size >= MIN_PEOPLE_FOR_CURVE;

/** The measured rates, continued by the shipped curve, with its growth of galleries: those take strangers to measure. */
function siteCurve({ comparisons, accuracy }: Measurement): AccuracyCurve {
  const shipped = shippedCurve(descriptorModelId);
  const measured = buildCurve({
    id: 'site',
    model: descriptorModelId,
    origin: {
      date: new Date().toISOString().slice(0, 10),
      dataSets: ['people enrolled here'],
      people: comparisons.people,
      photographs: comparisons.rowsOf.reduce((sum, rows) => sum + rows, 0),
      genuinePairs: comparisons.genuine.scores.length,
      impostorPairs: comparisons.impostors.total,
      remarks: [],
    },
    comparisons,
    accuracy,
    meansOfRows: [],
    identification: shipped.identification,
  });
  return extendCurve(measured, shipped);
}

function at(threshold: number, accuracy: VerificationAccuracy): MeasuredThreshold {
  const rate = (
    kind: ErrorRate['kind'],
    { value, low, high }: ReturnType<VerificationAccuracy['falseMatchRate']>,
  ): ErrorRate => ({ kind, rate: value, low, high, reach: 'measured' });
  return {
    threshold,
    false_matches: rate('FMR', accuracy.falseMatchRate(threshold)),
    false_non_matches: rate('FNMR', accuracy.falseNonMatchRate(threshold)),
  };
}

function remarksOn(gallery: Gallery, sample: GallerySample, curve: AccuracyCurve | undefined): string[] {
  return [
    'Genuine pairs are photographs of one enrolment, taken shortly after each other: at the door more genuine faces are refused.',
    'Impostor pairs are people enrolled here: two templates of one person count as false matches.',
    ...(sample.subjects.length < gallery.size
      ? [`${sample.subjects.length} of ${gallery.size} people were compared, drawn at random.`]
      : []),
    ...(curve
      ? curve.origin.remarks
      : [`A curve needs ${MIN_PEOPLE_FOR_CURVE} people with several photographs each.`]),
  ];
}

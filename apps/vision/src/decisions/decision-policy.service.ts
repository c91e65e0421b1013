import type { ErrorRate, FaceDecision } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { AccuracyCurve } from '../accuracy/accuracy-curve.js';
import { CurvesInForce } from '../accuracy/curves-in-force.service.js';
import {
  falseMatchRate,
  falseNonMatchRate,
  falsePositiveIdentificationRate,
  probability,
} from '../accuracy/error-rates.js';
import type { Rate } from '../accuracy/rate.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import type { Gallery } from '../gallery/gallery.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import {
  comparisonThreshold,
  identificationThreshold,
  marginFor,
  verificationThreshold,
} from './thresholds.js';

/** Faces that belong to no gallery are judged by this name. */
export const NO_GALLERY = '';

/** Everything about a decision but its outcome. */
export type DecisionBasis = Omit<FaceDecision, 'outcome'>;

/** A threshold of a comparison of two photographs with its error rates. */
export interface ComparisonLimit {
  readonly threshold: number;
  readonly errorRates: ErrorRate[];
}

/** The basis of a decision and the curve that turns similarities into probabilities. */
export interface DecisionRule {
  readonly basis: DecisionBasis;
  readonly probability: (similarity: number) => number;
}

export type PurposeThresholds = Readonly<
  Record<'verification' | 'identification' | 'duplicate' | 'consistency', number>
>;

/** Where thresholds come from: the settings' targets, read on the measured curve of the descriptor model. */
@Injectable()
export class DecisionPolicy {
  constructor(
    private readonly curves: CurvesInForce,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  /**
   * @param raised a threshold of the request, which counts if it is higher. It is a similarity of the present model; for another one
   * it is that with the same false match rate.
   */
  identification(name: string, model: string, gallery: Gallery, raised = 0): DecisionRule {
    const curve = this.curves.of(name, model);
    const { size: people, photographCount: rows } = gallery;
    const size = { people, rowsPerPerson: rows / Math.max(people, 1) };
    const target = this.settings.VISION_IDENTIFICATION_FPIR;
    const threshold = Math.max(
      this.requested(name, model, raised),
      identificationThreshold(curve, target, size),
    );
    return rule(curve, {
      purpose: 'identification',
      threshold,
      undecided_from: identificationThreshold(curve, this.weaker(target), size),
      required_margin: marginFor(curve, this.settings.VISION_SECOND_PERSON_PROBABILITY),
      error_rates: [
        errorRate('FPIR', falsePositiveIdentificationRate(curve, threshold, size)),
        errorRate('FNIR', falseNonMatchRate(curve, threshold, size.rowsPerPerson)),
      ],
      people,
      rows,
      model,
    });
  }

  /**
   * @param rows photographs of the claimed person.
   * @param hasTwin whether somebody who looks like the person is compared, too.
   * @param raised as of an identification.
   */
  verification(name: string, model: string, rows: number, hasTwin: boolean, raised = 0): DecisionRule {
    const curve = this.curves.of(name, model);
    const size = { people: 1, rowsPerPerson: Math.max(rows, 1) };
    const target = this.settings.VISION_VERIFICATION_FMR;
    const threshold = Math.max(
      this.requested(name, model, raised),
      verificationThreshold(curve, target, size.rowsPerPerson),
    );
    return rule(curve, {
      purpose: 'verification',
      threshold,
      undecided_from: verificationThreshold(curve, this.weaker(target), size.rowsPerPerson),
      required_margin: hasTwin ? marginFor(curve, this.settings.VISION_SECOND_PERSON_PROBABILITY) : null,
      error_rates: [
        errorRate('FMR', falsePositiveIdentificationRate(curve, threshold, size)),
        errorRate('FNMR', falseNonMatchRate(curve, threshold, size.rowsPerPerson)),
      ],
      people: rows > 0 ? 1 : 0,
      rows,
      model,
    });
  }

  /** Returns the threshold of a request for a model, never below what was asked for. */
  private requested(name: string, model: string, raised: number): number {
    if (raised === 0 || model === descriptorModelId) return raised;
    const present = falseMatchRate(this.curves.of(name, descriptorModelId), raised).value;
    return Math.max(raised, comparisonThreshold(this.curves.of(name, model), present));
  }

  /** Whether two photographs show one person, as surely as a verification. */
  comparison(gallery: string, model: string): ComparisonLimit {
    return comparisonLimit(this.curves.of(gallery, model), this.settings.VISION_VERIFICATION_FMR);
  }

  /**
   * Whether new photographs may show the person of a template: below, a verification by the most similar one would answer "no match".
   * @param rows enrolled photographs.
   * @param probes new photographs, each of which is compared.
   */
  agreement(gallery: string, model: string, rows: number, probes: number): ComparisonLimit {
    const { undecided_from: threshold } = this.verification(gallery, model, rows, false).basis;
    const curve = this.curves.of(gallery, model);
    const size = { people: probes, rowsPerPerson: rows };
    const errorRates = [
      errorRate('FMR', falsePositiveIdentificationRate(curve, threshold, size)),
      errorRate('FNMR', falseNonMatchRate(curve, threshold, rows)),
    ];
    return { threshold, errorRates };
  }

  /** Whether a new face is held as perhaps somebody else's. */
  duplicate(gallery: string, model: string): ComparisonLimit {
    return comparisonLimit(this.curves.of(gallery, model), this.settings.VISION_DUPLICATE_FMR);
  }

  /** Whether the photographs of one enrolment show one person. */
  consistency(gallery: string, model: string): ComparisonLimit {
    return comparisonLimit(this.curves.of(gallery, model), this.settings.VISION_CONSISTENCY_FMR);
  }

  /** Returns the thresholds of every purpose for a gallery, by the curve in force or by another one. */
  thresholds(
    name: string,
    model: string,
    { size: people, photographCount: rows }: Gallery,
    curve = this.curves.of(name, model),
  ): PurposeThresholds {
    const rowsPerPerson = Math.max(rows, 1) / Math.max(people, 1);
    const { settings } = this;
    return {
      verification: verificationThreshold(curve, settings.VISION_VERIFICATION_FMR, rowsPerPerson),
      identification: identificationThreshold(curve, settings.VISION_IDENTIFICATION_FPIR, {
        people,
        rowsPerPerson,
      }),
      duplicate: comparisonThreshold(curve, settings.VISION_DUPLICATE_FMR),
      consistency: comparisonThreshold(curve, settings.VISION_CONSISTENCY_FMR),
    };
  }

  private weaker(target: number): number {
    return Math.min(target * this.settings.VISION_UNDECIDED_FACTOR, 0.5);
  }
}

const rule = (curve: AccuracyCurve, basis: DecisionBasis): DecisionRule => ({
  basis,
  probability: (similarity) => probability(curve, similarity),
});

function comparisonLimit(curve: AccuracyCurve, target: number): ComparisonLimit {
  const threshold = comparisonThreshold(curve, target);
  const errorRates = [
    errorRate('FMR', falseMatchRate(curve, threshold)),
    errorRate('FNMR', falseNonMatchRate(curve, threshold)),
  ];
  return { threshold, errorRates };
}

const errorRate = (kind: ErrorRate['kind'], { value, low, high, reach }: Rate): ErrorRate => ({
  kind,
  rate: value,
  low,
  high,
  reach,
});

import type { DuplicateSuspicion } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { DecisionPolicy } from '../decisions/decision-policy.service.js';
import { descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { Gallery } from '../gallery/gallery.js';
import type { Lookalike } from '../templates/conflict.store.js';

/** The photographs of an enrolment, as each descriptor model describes them. */
export interface DescribedPhotographs {
  readonly present: readonly Float32Array[];
  /** Empty if nobody has a template of the former model. */
  readonly former: readonly Float32Array[];
}

/** People who look like the subject and are known to be somebody else. */
export interface KnownOthers {
  /** By earlier decisions, as pairs. A photograph of such a person is still a suspicion. */
  readonly pairs: ReadonlyMap<string, Lookalike>;
  /** By the decision about these very photographs. */
  readonly cleared: ReadonlySet<string>;
}

/** Finds people who may be enrolled already under another name. */
@Injectable()
export class DuplicateCheck {
  constructor(
    private readonly galleries: Galleries,
    private readonly policy: DecisionPolicy,
  ) {}

  async find(
    gallery: string,
    subject: string,
    { present, former }: DescribedPhotographs,
    known: KnownOthers,
  ): Promise<DuplicateSuspicion | null> {
    return (
      (await this.nearest(descriptorModelId, gallery, subject, present, known)) ??
      (await this.nearest(formerModelId, gallery, subject, former, known))
    );
  }

  private async nearest(
    model: string,
    gallery: string,
    subject: string,
    descriptors: readonly Float32Array[],
    { pairs, cleared }: KnownOthers,
  ): Promise<DuplicateSuspicion | null> {
    const { threshold, errorRates } = this.policy.duplicate(gallery, model);
    const people = this.galleries.of(gallery, model);
    const found = await Promise.all(
      descriptors.map((descriptor) => people.search(descriptor, 2 + cleared.size + pairs.size)),
    );
    const own = bestSimilarity(people, subject, descriptors);
    const isAsExpected = (other: string): boolean => {
      const pair = pairs.get(other);
      if (!pair) return false;
      const similarity = bestSimilarity(people, other, descriptors) ?? -1;
      /* Photographs of the other person are nearer to the other's template than to the person's own. */
      return similarity <= (own ?? (pair.model === model ? (pair.similarity ?? -1) : -1));
    };
    const [nearest] = found
      .flat()
      .filter((candidate) => candidate.subject !== subject && !cleared.has(candidate.subject))
      .filter((candidate) => candidate.similarity >= threshold)
      .filter((candidate) => !isAsExpected(candidate.subject))
      .sort((one, other) => other.similarity - one.similarity);
    return nearest ? { ...nearest, threshold, error_rates: errorRates, model } : null;
  }
}

/** Returns the highest similarity of the descriptors to the person's template; undefined without one. */
export function bestSimilarity(
  people: Gallery,
  subject: string,
  descriptors: readonly Float32Array[],
): number | undefined {
  const similarities = descriptors.flatMap((descriptor) => people.compare(subject, descriptor) ?? []);
  return similarities.length === 0 ? undefined : Math.max(...similarities);
}

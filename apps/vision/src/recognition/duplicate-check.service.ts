import type { DuplicateSuspicion } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { DecisionPolicy } from '../decisions/decision-policy.service.js';
import { descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';

/** The photographs of an enrolment, as each descriptor model describes them. */
export interface DescribedPhotographs {
  readonly present: readonly Float32Array[];
  /** Empty if nobody has a template of the former model. */
  readonly former: readonly Float32Array[];
}

/** Finds people who may be enrolled already under another name. */
@Injectable()
export class DuplicateCheck {
  constructor(
    private readonly galleries: Galleries,
    private readonly policy: DecisionPolicy,
  ) {}

  /** @param cleared people who look like the subject and are known to be somebody else. */
  async find(
    gallery: string,
    subject: string,
    { present, former }: DescribedPhotographs,
    cleared: ReadonlySet<string>,
  ): Promise<DuplicateSuspicion | null> {
    return (
      (await this.nearest(descriptorModelId, gallery, subject, present, cleared)) ??
      (await this.nearest(formerModelId, gallery, subject, former, cleared))
    );
  }

  private async nearest(
    model: string,
    gallery: string,
    subject: string,
    descriptors: readonly Float32Array[],
    cleared: ReadonlySet<string>,
  ): Promise<DuplicateSuspicion | null> {
    const { threshold, errorRates } = this.policy.duplicate(gallery, model);
    const people = this.galleries.of(gallery, model);
    const found = await Promise.all(
      descriptors.map((descriptor) => people.search(descriptor, 2 + cleared.size)),
    );
    const [nearest] = found
      .flat()
      .filter((candidate) => candidate.subject !== subject && !cleared.has(candidate.subject))
      .filter((candidate) => candidate.similarity >= threshold)
      .sort((one, other) => other.similarity - one.similarity);
    return nearest ? { ...nearest, threshold, error_rates: errorRates, model } : null;
  }
}

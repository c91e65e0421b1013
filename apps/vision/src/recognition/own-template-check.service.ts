import type { DuplicateSuspicion } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { DecisionPolicy } from '../decisions/decision-policy.service.js';
import { descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { DescribedPhotographs } from './duplicate-check.service.js';

/** Finds enrolments that would replace a person's face by one that does not look like it. */
@Injectable()
export class OwnTemplateCheck {
  constructor(
    private readonly galleries: Galleries,
    private readonly policy: DecisionPolicy,
  ) {}

  /** Returns null if the photographs agree with the person's own template, or there is none. The most similar of them counts. */
  find(
    gallery: string,
    subject: string,
    { present, former }: DescribedPhotographs,
  ): DuplicateSuspicion | null {
    return this.galleries.of(gallery, descriptorModelId).has(subject)
      ? this.compare(descriptorModelId, gallery, subject, present)
      : this.compare(formerModelId, gallery, subject, former);
  }

  private compare(
    model: string,
    gallery: string,
    subject: string,
    descriptors: readonly Float32Array[],
  ): DuplicateSuspicion | null {
    const own = this.galleries.of(gallery, model);
    const similarities = descriptors.flatMap((descriptor) => own.compare(subject, descriptor) ?? []);
    if (similarities.length === 0) return null;
    const similarity = Math.max(...similarities);
    const { threshold, errorRates } = this.policy.agreement(
      gallery,
      model,
      own.photographsOf(subject),
      similarities.length,
    );
    if (similarity >= threshold) return null;
    return { subject, similarity, threshold, error_rates: errorRates, model };
  }
}

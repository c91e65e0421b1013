import { type CounterOf, Metrics } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { Judgement } from '../series/series-judgement.js';

/** Counts how challenges end. Labels name no person. */
@Injectable()
export class ChallengeMetrics {
  private readonly answers: CounterOf;
  private readonly reasons: CounterOf;

  constructor(metrics: Metrics) {
    this.answers = metrics.counter({
      name: 'argus_vision_liveness_answers_total',
      help: 'Answers to liveness challenges by outcome',
      labelNames: ['outcome'],
    });
    this.reasons = metrics.counter({
      name: 'argus_vision_liveness_reasons_total',
      help: 'Reasons why answers to liveness challenges did not pass; an answer may have several',
      labelNames: ['reason'],
    });
  }

  answered({ outcome, reasons }: Judgement): void {
    this.answers.add({ outcome });
    for (const reason of reasons) this.reasons.add({ reason });
  }
}

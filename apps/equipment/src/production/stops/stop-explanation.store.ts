import type { StopLoss } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Span } from '../spans/span.js';
import { type NewSpan, SpanStore } from '../spans/span.store.js';
import { StopExplanation } from './stop-explanation.entity.js';

/** An explanation as OEE needs it. */
export interface ExplainedSpan extends Span {
  readonly explanationId: number;
  readonly reasonId: number;
  readonly loss: StopLoss;
}

@Injectable()
export class StopExplanationStore extends SpanStore<StopExplanation> {
  constructor(database: Database) {
    super(database, StopExplanation);
  }

  /** Returns the explanations of a machine that overlap a span, with the losses of their reasons, in order. */
  async explained(equipmentId: number, span: Span): Promise<ExplainedSpan[]> {
    const rows = await this.overlapping(equipmentId, span, undefined, { reason: true });
    return rows.map(({ id, fromAt, toAt, reasonId, reason }) => ({
      fromMs: fromAt.ms,
      toMs: toAt.ms,
      explanationId: id,
      reasonId,
      loss: reason!.loss,
    }));
  }

  /** Throws NOT_FOUND if the reason was removed meanwhile. */
  override create(tx: EntityManager, explanation: NewSpan<StopExplanation>): Promise<StopExplanation> {
    return mapConstraints({ FK_stop_explanation_reason: 'NOT_FOUND' }, () => super.create(tx, explanation));
  }
}

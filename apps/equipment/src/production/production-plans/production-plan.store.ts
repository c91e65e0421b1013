import { instant, type ProductionPlanView } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProductionPlan } from './production-plan.entity.js';
import type { StoredPlan } from './shift-calendar.js';

const constraints = { UQ_production_plan_target: 'PLAN_EXISTS', FK_production_plan_equipment: 'NOT_FOUND' };

/* From the most to the least specific. */
const targetsOf = (id: number, type: string): string[] => [`equipment ${id}`, `type ${type}`, 'all'];

const targetOf = ({ equipment, equipment_type }: StoredPlan): string =>
  equipment != null ? `equipment ${equipment}` : equipment_type != null ? `type ${equipment_type}` : 'all';

const columnsOf = (plan: StoredPlan, by: string | null) => ({
  target: targetOf(plan),
  equipmentId: plan.equipment ?? null,
  validFrom: plan.valid_from,
  definition: plan,
  changedBy: by,
});

@Injectable()
export class ProductionPlanStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<ProductionPlanView[]> {
    const plans = await this.database.entities((manager) =>
      manager.find(ProductionPlan, { order: { id: 'ASC' } }),
    );
    return plans.map(view);
  }

  async find(id: number): Promise<ProductionPlanView | undefined> {
    const plan = await this.database.entities((manager) => manager.findOneBy(ProductionPlan, { id }));
    return plan ? view(plan) : undefined;
  }

  /** Returns the plans that may apply to a machine in order of precedence: specific before general, later before earlier. */
  async of(id: number, type: string): Promise<ProductionPlanView[]> {
    const plans = await this.database.prepared<PlanRow>(
      'production-plan.of',
      `SELECT id, definition, changed_at AS "changedAt", changed_by AS "changedBy"
         FROM production_plan JOIN unnest($1::text[]) WITH ORDINALITY AS t (target, place) USING (target)
        ORDER BY place, valid_from DESC`,
      [targetsOf(id, type)],
    );
    return plans.map(view);
  }

  /** Locks the table, so that the count holds until the commit. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query('LOCK TABLE production_plan IN SHARE ROW EXCLUSIVE MODE');
    return tx.count(ProductionPlan);
  }

  create(tx: EntityManager, plan: StoredPlan, by: string | null): Promise<ProductionPlanView> {
    return mapConstraints(constraints, async () => {
      const created = tx.create(ProductionPlan, columnsOf(plan, by));
      await tx.insert(ProductionPlan, created);
      return view(created);
    });
  }

  /** Returns undefined if there is no such plan. */
  async replace(id: number, plan: StoredPlan, by: string | null): Promise<ProductionPlanView | undefined> {
    return mapConstraints(constraints, () =>
      this.database.transaction(async (tx) => {
        await tx.update(ProductionPlan, id, { ...columnsOf(plan, by), changedAt: () => 'now()' });
        const replaced = await tx.findOneBy(ProductionPlan, { id });
        return replaced ? view(replaced) : undefined;
      }),
    );
  }

  async remove(id: number): Promise<boolean> {
    const { affected } = await this.database.entities((manager) => manager.delete(ProductionPlan, id));
    return affected === 1;
  }
}

type PlanRow = Pick<ProductionPlan, 'id' | 'definition' | 'changedAt' | 'changedBy'>;

const view = ({ id, definition, changedAt, changedBy }: PlanRow): ProductionPlanView => ({
  equipment_type: null,
  equipment: null,
  ...definition,
  id,
  changed_at: instant(changedAt),
  changed_by: changedBy,
});

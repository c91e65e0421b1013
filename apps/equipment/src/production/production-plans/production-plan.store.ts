import { instant, type ProductionPlan, type ProductionPlanView } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

interface PlanRow {
  id: number;
  definition: ProductionPlan;
  changed_at: Date;
  changed_by: string | null;
}

const COLUMNS = 'id, definition, changed_at, changed_by';
const constraints = { UQ_production_plan_target: 'PLAN_EXISTS', FK_production_plan_equipment: 'NOT_FOUND' };

/* From the most to the least particular. */
const targetsOf = (id: number, type: string): string[] => [`equipment ${id}`, `type ${type}`, 'all'];

const targetOf = ({ equipment, equipment_type }: ProductionPlan): string =>
  equipment != null ? `equipment ${equipment}` : equipment_type != null ? `type ${equipment_type}` : 'all';

const valuesOf = (plan: ProductionPlan, by: string | null): unknown[] => [
  targetOf(plan),
  plan.equipment ?? null,
  plan.valid_from,
  JSON.stringify(plan),
  by,
];

/** The production plans in the record. */
@Injectable()
export class ProductionPlanStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<ProductionPlanView[]> {
    const rows = await this.database.query<PlanRow>(
      `SELECT ${COLUMNS} FROM production_plan ORDER BY production_plan.id`,
    );
    return rows.map(view);
  }

  async find(id: number): Promise<ProductionPlanView | undefined> {
    const [row] = await this.database.query<PlanRow>(`SELECT ${COLUMNS} FROM production_plan WHERE id = $1`, [
      id,
    ]);
    return row && view(row);
  }

  /** Those that may count for an equipment, the one that counts first: particular ones before general, then late before early. */
  async of(id: number, type: string): Promise<ProductionPlanView[]> {
    const rows = await this.database.prepared<PlanRow>(
      'production-plan.of',
      `SELECT ${COLUMNS} FROM production_plan JOIN unnest($1::text[]) WITH ORDINALITY AS t (target, place) USING (target)
        ORDER BY place, valid_from DESC`,
      [targetsOf(id, type)],
    );
    return rows.map(view);
  }

  /** Creations wait for each other, so that the number holds until the commit. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query('LOCK TABLE production_plan IN SHARE ROW EXCLUSIVE MODE');
    const [row] = await tx.query<{ count: number }[]>('SELECT count(*) FROM production_plan');
    return row!.count;
  }

  create(tx: EntityManager, plan: ProductionPlan, by: string | null): Promise<ProductionPlanView> {
    return mapConstraints(constraints, async () => {
      const [row] = await this.database.preparedIn<PlanRow>(
        tx,
        'production-plan.create',
        `INSERT INTO production_plan (target, equipment_id, valid_from, definition, changed_by)
         VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
        valuesOf(plan, by),
      );
      return view(row!);
    });
  }

  /** Undefined when there is no such plan. */
  replace(id: number, plan: ProductionPlan, by: string | null): Promise<ProductionPlanView | undefined> {
    return mapConstraints(constraints, async () => {
      const [row] = await this.database.prepared<PlanRow>(
        'production-plan.replace',
        `UPDATE production_plan SET target = $1, equipment_id = $2, valid_from = $3, definition = $4, changed_by = $5,
                changed_at = now()
          WHERE id = $6 RETURNING ${COLUMNS}`,
        [...valuesOf(plan, by), id],
      );
      return row && view(row);
    });
  }

  async remove(id: number): Promise<boolean> {
    const rows = await this.database.query('DELETE FROM production_plan WHERE id = $1 RETURNING 1', [id]);
    return rows.length === 1;
  }
}

const view = ({ id, definition, changed_at, changed_by }: PlanRow): ProductionPlanView => ({
  equipment_type: null,
  equipment: null,
  ...definition,
  id,
  changed_at: instant(changed_at),
  changed_by,
});

import {
  type CallContext,
  DomainError,
  found,
  type ProductionPlan,
  type ProductionPlanView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { unknownEquipment } from '../../machines/equipment-references.service.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { calendarProblems } from './calendar-problems.js';
import { ProductionPlanStore } from './production-plan.store.js';
import type { StoredPlan } from './shift-calendar.js';

const MAX_PLANS = 5000;

@Injectable()
export class ProductionPlanService {
  constructor(
    private readonly database: Database,
    private readonly store: ProductionPlanStore,
    private readonly equipment: EquipmentStore,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  list(): Promise<ProductionPlanView[]> {
    return this.store.list();
  }

  async get(id: number): Promise<ProductionPlanView> {
    return found(await this.store.find(id));
  }

  async create(plan: ProductionPlan, { principal }: CallContext): Promise<ProductionPlanView> {
    await this.check(plan);
    return this.database.transaction(async (tx) => {
      if ((await this.store.count(tx)) >= MAX_PLANS) throw new DomainError('TOO_MANY_PLANS');
      return this.store.create(tx, this.zoned(plan), principal?.username ?? null);
    });
  }

  async replace(id: number, plan: ProductionPlan, { principal }: CallContext): Promise<ProductionPlanView> {
    await this.get(id);
    await this.check(plan);
    return found(await this.store.replace(id, this.zoned(plan), principal?.username ?? null));
  }

  async remove(id: number): Promise<void> {
    if (!(await this.store.remove(id))) throw new DomainError('NOT_FOUND');
  }

  /** A plan keeps the zone with which it was saved, so that the figures of past days stay. */
  private zoned(plan: ProductionPlan): StoredPlan {
    return { ...plan, time_zone: plan.time_zone ?? this.settings.SITE_TIME_ZONE };
  }

  private async check(plan: ProductionPlan): Promise<void> {
    const issues = calendarProblems(plan);
    const { equipment, equipment_type } = plan;
    if (equipment != null && equipment_type != null) {
      const params = { text: 'Name the equipment or a type, not both.' };
      issues.push({ path: ['equipment_type'], code: 'invalid', params });
    }
    if (equipment != null && !(await this.equipment.exists(equipment)))
      issues.push(unknownEquipment(equipment));
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
  }
}

import {
  type CallContext,
  type EquipmentBody,
  equipmentContract,
  type EquipmentPatch,
  type EquipmentQuery,
  type EquipmentUnits,
  type EquipmentView,
  type RowParams,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { EquipmentService } from './equipment.service.js';

@Controller()
@Handles(equipmentContract)
export class EquipmentController {
  constructor(private readonly equipment: EquipmentService) {}

  list({ query }: { query: EquipmentQuery }): Promise<EquipmentView[]> {
    return this.equipment.list(query);
  }

  create({ body }: { body: EquipmentBody }): Promise<EquipmentView> {
    return this.equipment.create(body);
  }

  get({ params }: { params: RowParams }): Promise<EquipmentView> {
    return this.equipment.get(params.id);
  }

  replace(
    { params, body }: { params: RowParams; body: EquipmentBody },
    context: CallContext,
  ): Promise<EquipmentView> {
    return this.equipment.change(params.id, body, context);
  }

  change(
    { params, body }: { params: RowParams; body: EquipmentPatch },
    context: CallContext,
  ): Promise<EquipmentView> {
    return this.equipment.change(params.id, body, context);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.equipment.remove(params.id);
  }

  units({ params }: { params: RowParams }): Promise<EquipmentUnits> {
    return this.equipment.units(params.id);
  }

  setUnits({ params, body }: { params: RowParams; body: EquipmentUnits }): Promise<EquipmentUnits> {
    return this.equipment.setUnits(params.id, body);
  }
}

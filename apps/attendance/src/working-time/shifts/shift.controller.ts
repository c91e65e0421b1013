import {
  type CallContext,
  type Page,
  type PageQuery,
  type ShiftChange,
  shiftContract,
  type ShiftPath,
  type ShiftRules,
  type ShiftView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ShiftService } from './shift.service.js';
import { shiftView } from '../shift-plans/shift.view.js';

@Controller()
@Handles(shiftContract)
export class ShiftController {
  constructor(private readonly shifts: ShiftService) {}

  async list({ query }: { query: PageQuery }): Promise<Page<ShiftView>> {
    const { count, results } = await this.shifts.list(query);
    return { count, results: results.map(shiftView) };
  }

  async create({ body }: { body: ShiftRules }, context: CallContext): Promise<ShiftView> {
    return shiftView(await this.shifts.create(body, context));
  }

  async get({ params }: { params: ShiftPath }): Promise<ShiftView> {
    return shiftView(await this.shifts.get(params.id));
  }

  async change(
    { params, body }: { params: ShiftPath; body: ShiftChange },
    context: CallContext,
  ): Promise<ShiftView> {
    return shiftView(await this.shifts.change(params.id, body, context));
  }

  remove({ params }: { params: ShiftPath }, context: CallContext): Promise<void> {
    return this.shifts.remove(params.id, context);
  }
}

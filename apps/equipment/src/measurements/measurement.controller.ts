import {
  type MeasurementBody,
  measurementContract,
  type MeasurementPatch,
  type MeasurementQuery,
  type MeasurementView,
  type RowParams,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { MeasurementService } from './measurement.service.js';

@Controller()
@Handles(measurementContract)
export class MeasurementController {
  constructor(private readonly measurements: MeasurementService) {}

  list({ query }: { query: MeasurementQuery }): Promise<MeasurementView[]> {
    return this.measurements.list(query);
  }

  create({ body }: { body: MeasurementBody }): Promise<MeasurementView> {
    return this.measurements.create(body);
  }

  get({ params }: { params: RowParams }): Promise<MeasurementView> {
    return this.measurements.get(params.id);
  }

  replace({ params, body }: { params: RowParams; body: MeasurementBody }): Promise<MeasurementView> {
    return this.measurements.change(params.id, body);
  }

  change({ params, body }: { params: RowParams; body: MeasurementPatch }): Promise<MeasurementView> {
    return this.measurements.change(params.id, body);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.measurements.remove(params.id);
  }
}

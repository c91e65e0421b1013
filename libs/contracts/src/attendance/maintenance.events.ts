import { event } from '../contract/index.js';
import { Field, integer, text } from '../fields/index.js';

export class MaintenanceStarted {
  @Field(text()) run_id!: string;
  @Field(text()) task!: string;
  @Field(integer(), { nullable: true }) days_to_keep!: number | null;
  @Field(integer(), { description: 'Account of the administrator' }) requested_by!: number;
  @Field(text()) request_id!: string;
}

export const maintenanceStarted = event({
  subject: 'evt.attendance.maintenance-started.v1',
  payload: MaintenanceStarted,
  summary: 'An administrator began a maintenance task',
});

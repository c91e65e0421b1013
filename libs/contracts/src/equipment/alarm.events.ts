import { event } from '../contract/index.js';
import { choice, Field, integer, text } from '../fields/index.js';
import { type AlarmState, alarmStates } from '../alarms/alarm-state.js';
import { type Severity, severities } from '../alarms/severity.js';

export class AlarmChanged {
  @Field(integer()) alarm_id!: number;
  @Field(integer()) rule_id!: number;
  @Field(integer()) equipment_id!: number;
  @Field(text(), { description: 'activate, return, escalate, withdraw, acknowledge, shelve, …' })
  action!: string;
  @Field(choice(...alarmStates)) from_state!: AlarmState;
  @Field(choice(...alarmStates)) to_state!: AlarmState;
  @Field(choice(...severities)) severity!: Severity;
  @Field(text({ format: 'date-time' }), {
    description: 'Event time for changes by readings, else the server’s clock',
  })
  at!: string;
  @Field(text(), { nullable: true, description: 'Who did it; null for readings and timers' })
  username!: string | null;
}

export const alarmChanged = event({
  subject: 'evt.equipment.alarm-changed.v1',
  payload: AlarmChanged,
  summary: 'An alarm changed: one event per entry of its history',
});

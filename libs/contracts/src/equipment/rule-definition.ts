import { boolean, choice, Field, integer, list, nameText, number, object, text } from '../fields/index.js';
import type { Condition } from '../alarms/condition.js';
import { condition } from '../alarms/condition-field.js';
import { severities, type Severity } from '../alarms/severity.js';
import { MAX_MEASUREMENT_NAME_LENGTH } from './measurement-values.js';
import { type EquipmentType, equipmentTypes } from './equipment-types.js';
import { unitOf } from './unit-spellings.js';

/** What a reading measures; a rule's conditions look at these. */
export const signals = ['temperature', 'speed', 'pressure'] as const;
export type Signal = (typeof signals)[number];

/* Which measurements there are, only the service knows. */
const signalName = () => text({ maxLength: MAX_MEASUREMENT_NAME_LENGTH, allowBlank: true });

/* A unit of a documented measurement may be written in any usual way; those of others are names that the user gave. */
const conditionOfMachine = () =>
  condition(signalName(), (signal, unit) =>
    signals.includes(signal as Signal) ? (unitOf(signal as Signal, unit) ?? unit) : unit,
  );

const conditionNote =
  'Tree of and, or, not, at_least, compare, band, rate_of_change, stale, for and repeated; see docs/alarm-rules.md';

export class Escalation {
  @Field(choice(...severities)) severity!: Severity;
  @Field(conditionOfMachine(), {
    description: `The alarm has this severity while the condition holds. ${conditionNote}`,
    example: { type: 'compare', signal: 'temperature', op: '>', value: 95, deadband: 2 },
  })
  when!: Condition;
}

/** The definition of a rule. Every change makes a new version. */
export class RuleDefinition {
  @Field(nameText({ maxLength: 100 }), { example: 'Press overheats' }) name!: string;
  @Field(choice(...equipmentTypes), {
    optional: true,
    nullable: true,
    description: 'Only equipment of this type',
  })
  equipment_type?: EquipmentType | null;
  @Field(integer({ min: 1 }), {
    optional: true,
    nullable: true,
    description: 'Only this equipment; default with no `equipment_type`: all equipment',
  })
  equipment?: number | null;
  @Field(conditionOfMachine(), {
    description: `The alarm is raised when this condition holds. ${conditionNote}`,
    example: { type: 'compare', signal: 'temperature', op: '>', value: 80, deadband: 3 },
  })
  set!: Condition;
  @Field(conditionOfMachine(), {
    optional: true,
    nullable: true,
    description:
      'The alarm returns when this holds and `set` does not; default: as soon as `set` does not hold',
  })
  clear?: Condition | null;
  @Field(number({ min: 0, max: 86_400 }), {
    default: 0,
    description: 'Seconds that `set` must hold before the alarm is raised',
  })
  on_delay_s!: number;
  @Field(number({ min: 0, max: 86_400 }), {
    default: 0,
    description: 'Seconds that the clear condition must hold before the alarm returns',
  })
  off_delay_s!: number;
  @Field(choice(...severities), { default: 'medium' }) severity!: Severity;
  @Field(list(object(Escalation), { maxItems: 3 }), {
    default: [],
    description:
      'Higher severities with their conditions; the alarm has the highest one whose condition holds',
  })
  escalations!: Escalation[];
  @Field(boolean(), { default: false, description: 'Whether a returned alarm stays until it is reset' })
  latching!: boolean;
  @Field(boolean(), { default: true }) enabled!: boolean;
}

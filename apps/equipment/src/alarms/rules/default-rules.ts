import type { Condition, RuleDefinition, Signal } from '@argus/contracts';

const above = (signal: Signal, value: number, deadband: number): Condition => ({
  type: 'compare',
  signal,
  op: '>',
  value,
  deadband,
});

const rule = (fields: Pick<RuleDefinition, 'name' | 'set'> & Partial<RuleDefinition>): RuleDefinition => ({
  on_delay_s: 0,
  off_delay_s: 0,
  severity: 'medium',
  escalations: [],
  latching: false,
  enabled: true,
  ...fields,
});

/**
 * The rules that ship, listed like every other rule and meant to be adjusted. Limits are for machines in general. Rolling
 * bearings and mineral oil age fast above 80 °C and fail soon above 95 °C; servo motors of robots bear some more. Measuring
 * rooms are kept near 20 °C (ISO 1). Silence is only watched once somebody enables it, since many machines are read by hand.
 */
export const defaultRules: readonly RuleDefinition[] = [
  rule({
    name: 'Machine overheats',
    equipment_type: 'Manufacturing',
    set: above('temperature', 80, 3),
    off_delay_s: 10,
    severity: 'high',
    escalations: [{ severity: 'critical', when: above('temperature', 95, 3) }],
  }),
  rule({
    name: 'Robot overheats',
    equipment_type: 'Robot',
    set: above('temperature', 85, 3),
    off_delay_s: 10,
    severity: 'high',
    escalations: [{ severity: 'critical', when: above('temperature', 100, 3) }],
  }),
  rule({
    name: 'Measuring room off its temperature',
    equipment_type: 'Quality Control',
    set: { type: 'band', signal: 'temperature', low: 18, high: 22, is: 'outside', deadband: 0.5 },
    on_delay_s: 60,
    off_delay_s: 60,
    severity: 'medium',
  }),
  rule({
    name: 'Temperature rises fast',
    set: {
      type: 'rate_of_change',
      signal: 'temperature',
      op: '>',
      per_second: 0.5,
      over_s: 60,
      deadband: 0.2,
    },
    severity: 'medium',
  }),
  rule({ name: 'No readings', set: { type: 'stale', after_s: 900 }, severity: 'low', enabled: false }),
];

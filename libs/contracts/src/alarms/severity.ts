/** Severity of an alarm, ascending, after the priorities of ISA-18.2. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

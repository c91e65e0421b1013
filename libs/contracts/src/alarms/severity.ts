/** How bad an alarm is; ascending, after ISA-18.2 priorities. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

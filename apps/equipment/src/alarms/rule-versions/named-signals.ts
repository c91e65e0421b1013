import type { Condition, Path, RuleDefinition } from '@argus/contracts';

/** A signal that a condition looks at, the unit of its limits where it states one, and the place of the condition. */
export interface NamedSignal {
  readonly signal: string;
  readonly unit?: string | undefined;
  readonly path: Path;
}

/** Every mention of a signal in a rule. */
export function namedSignals({ set, clear, escalations }: RuleDefinition): NamedSignal[] {
  return [
    ...within(set, ['set']),
    ...(clear ? within(clear, ['clear']) : []),
    ...escalations.flatMap(({ when }, index) => within(when, ['escalations', index, 'when'])),
  ];
}

function within(condition: Condition, path: Path): NamedSignal[] {
  if ('signal' in condition && condition.signal !== undefined)
    return [{ signal: condition.signal, unit: 'unit' in condition ? condition.unit : undefined, path }];
  if (!('of' in condition)) return [];
  const { of } = condition;
  return Array.isArray(of)
    ? (of as readonly Condition[]).flatMap((part, index) => within(part, [...path, 'of', index]))
    : within(of as Condition, [...path, 'of']);
}

import { isDeepStrictEqual } from 'node:util';
import { Instant, type RuleDefinition, severities } from '@argus/contracts';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import type { NewRuleVersion } from '../rule-versions/rule.store.js';

/** Chains of severities that were changed before any machine was evaluated are not longer in practice. */
const MAX_CONTINUED = 20;

/** Fields that do not say when the rule is broken. */
const labels: readonly string[] = ['name', 'latching'];
const gradings: readonly string[] = [...labels, 'severity', 'escalations'];

/** The fields in which two definitions differ, in the order of the definition. */
export function changedFields(before: RuleDefinition, after: RuleDefinition): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof RuleDefinition)[];
  return fields.filter((field) => !isDeepStrictEqual(plain(before[field]), plain(after[field])));
}

/**
 * What a changed rule goes on from. Where only labels change, it has the same conditions; where only severities do, the
 * state of the former ones goes on; else its state follows from the stored past.
 */
export function heritageOf(
  { id, continues = [], effectiveFrom, definition }: RuleVersion,
  after: RuleDefinition,
  changed: readonly string[],
): Partial<NewRuleVersion> {
  if (changed.every((field) => labels.includes(field)))
    return {
      conditionsId: id,
      continues,
      effectiveFrom: Number.isFinite(effectiveFrom) ? Instant.ofMs(effectiveFrom) : null,
    };
  const isGrading = changed.every((field) => gradings.includes(field));
  const goesOn = isGrading && isDeepStrictEqual(plain(ladderOf(definition)), plain(ladderOf(after)));
  return goesOn ? { continues: [id, ...continues].slice(0, MAX_CONTINUED) } : {};
}

/** Conditions of escalations in the order in which the state remembers them. */
const ladderOf = ({ escalations }: RuleDefinition) =>
  [...escalations]
    .sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity))
    .map(({ when }) => when);

/* As the database returns it: without classes and undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

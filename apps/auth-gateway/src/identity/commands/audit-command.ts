import { parseArgs } from 'node:util';
import type { AuditAnchor } from '../audit/audit-verifier.js';
import { OperatorError } from './operator-error.js';
import type { OperatorIdentity } from './operator-identity.js';

export const auditUsage = `Usage: npm run audit -- verify [--anchor <position>:<hex>]

Proves that no audit event was changed, removed, put in or moved. Keep the printed end somewhere else and give it as the
anchor next time: it shows that the whole chain was not put back to an earlier end.`;

/** Verifies the chain and returns what to print. @throws OperatorError when it is not intact, or not understood */
export async function auditCommand(
  words: readonly string[],
  { verifier }: OperatorIdentity,
): Promise<string> {
  const anchor = anchorOf(words);
  const startedAt = performance.now();
  const verdict = await verifier.verify(anchor);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (!verdict.intact) {
    throw new OperatorError(
      `BROKEN at event ${verdict.position}: ${verdict.problem}. Keep the database as it is and find out who could write to it.`,
    );
  }
  const { position, mac } = verdict.head;
  return `Intact: ${position} events in ${seconds} s\nEnd: ${position}:${mac}`;
}

function anchorOf(words: readonly string[]): AuditAnchor | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { anchor: { type: 'string' } },
    });
  } catch (error) {
    throw new OperatorError(`${(error as Error).message}\n\n${auditUsage}`);
  }
  const { positionals, values } = parsed;
  if (positionals.join(' ') !== 'verify') throw new OperatorError(auditUsage);
  if (values.anchor === undefined) return undefined;
  const [, position, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(values.anchor) ?? [];
  if (position === undefined || mac === undefined) throw new OperatorError(auditUsage);
  return { position: Number(position), mac };
}

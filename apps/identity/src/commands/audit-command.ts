import type { AuditAnchor } from '../audit/audit-verifier.service.js';
import { readCommandLine, UsageError } from './command-line.js';
import { OperatorError } from './operator-error.js';
import type { CommandWork } from './operator-identity.module.js';

export const auditUsage = `Usage: npm run audit -- verify [--anchor <position>:<hex>]

Verifies that no audit event was changed, deleted, inserted or moved. Keep the printed end outside the database and pass it
as the anchor next time: it reveals a chain that was cut back to an earlier end.`;

/** Verifies the chain. The returned work throws OperatorError if it is not intact. @throws UsageError */
export function auditCommand(typed: readonly string[]): CommandWork {
  const { options } = readCommandLine(
    'audit',
    { verify: { words: [], options: { anchor: 'value' } } },
    typed,
  );
  const anchor = anchorOf(options.anchor);
  return async ({ verifier }) => {
    const startedAt = performance.now();
    const verdict = await verifier.verify(anchor);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (!verdict.intact) {
      throw new OperatorError(
        `BROKEN at event ${verdict.position}: ${verdict.problem}. Leave the database unchanged and find out who could write to it.`,
      );
    }
    const { position, mac } = verdict.head;
    return `Intact: ${position} events in ${seconds} s\nEnd: ${position}:${mac}`;
  };
}

function anchorOf(typed: string | true | undefined): AuditAnchor | undefined {
  if (typed === undefined) return undefined;
  const [, position, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(String(typed)) ?? [];
  if (position === undefined || mac === undefined)
    throw new UsageError(
      `"${typed}" is not an anchor; expected the end that an earlier verification printed, such as 12:3f….`,
    );
  return { position: Number(position), mac };
}

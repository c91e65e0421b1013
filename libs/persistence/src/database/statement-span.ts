import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('argus.persistence');

interface Statement {
  readonly name?: string | undefined;
  readonly text?: string | undefined;
}

/**
 * Runs a statement in a span of its own, named after the prepared statement or else its first word: texts may hold what people typed.
 * Without a recorded span around it there is none.
 */
export function inStatementSpan<T>(statement: Statement | string, run: () => Promise<T>): Promise<T> {
  if (trace.getActiveSpan()?.isRecording() !== true) return run();
  const span = tracer.startSpan(nameOf(statement), {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': 'postgresql' },
  });
  const answer = run();
  answer.then(
    () => span.end(),
    () => {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  );
  return answer;
}

function nameOf(statement: Statement | string): string {
  const { name, text = '' } = typeof statement === 'string' ? { text: statement } : statement;
  return name ?? text.trimStart().split(/\s/, 1)[0]!;
}

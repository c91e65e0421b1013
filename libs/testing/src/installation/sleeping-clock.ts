/*
 * Loaded before a program (`node --import`), moves its clock as the suspension of a machine would. On the message `{ sleptMs }`
 * dates move ahead, and every interval that became due runs once. Time limits (setTimeout) and measured durations stay true.
 * CLOCK_AHEAD_MS sets the clock at the start.
 */
const trueDate = Date;
let aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const now = (): number => trueDate.now() + aheadMs;

globalThis.Date = new Proxy(trueDate, {
  construct: (target, parts: unknown[], made): Date =>
    Reflect.construct(target, parts.length === 0 ? [now()] : parts, made) as Date,
  apply: (target) => new target(now()).toString(),
  get: (target, key): unknown => (key === 'now' ? now : Reflect.get(target, key)),
});

const running = new Map<NodeJS.Timeout, { readonly periodMs: number; readonly work: () => void }>();
const { setInterval: trueSetInterval, clearInterval: trueClearInterval } = globalThis;

globalThis.setInterval = ((work: (...values: unknown[]) => void, periodMs = 0, ...values: unknown[]) => {
  const timer = trueSetInterval(work, periodMs, ...values);
  running.set(timer, { periodMs, work: () => work(...values) });
  return timer;
}) as unknown as typeof setInterval;

globalThis.clearInterval = ((timer?: NodeJS.Timeout) => {
  if (timer !== undefined) running.delete(timer);
  trueClearInterval(timer);
}) as typeof clearInterval;

process.on('message', ({ sleptMs }: { sleptMs?: number }) => {
  if (sleptMs === undefined) return;
  aheadMs += sleptMs;
  for (const { periodMs, work } of running.values()) if (periodMs <= sleptMs) work();
  process.send?.({ awake: true });
});

export {};

import { readdirSync, readFileSync } from 'node:fs';

/** Returns the CPU seconds of processes and their threads, to the nanosecond (Linux, schedstat). */
export const cpuSecondsOf = (pids: readonly number[]) => (): number =>
  pids
    .flatMap((pid) =>
      readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`),
    )
    .reduce((sum, file) => sum + Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e9, 0);

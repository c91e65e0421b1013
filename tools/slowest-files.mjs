import { relative, sep } from 'node:path';

/** Returns the files of Jest's JSON report that took longest, the slowest first: the source of each and its seconds. */
export function slowestFiles(testResults, root, count = 10) {
  return testResults
    .map(({ name, startTime, endTime }) => ({
      file: relative(root, name).replace(`${sep}dist${sep}`, `${sep}src${sep}`).replace(/\.js$/, '.ts'),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count);
}

/** Runs of `npm test`; the end-to-end tier runs in both run modes. */
const runs = [
  { name: 'spec', tier: 'spec' },
  { name: 'int-spec', tier: 'int-spec', nats: true },
  { name: 'e2e embedded', tier: 'e2e-spec', mode: 'embedded', browser: true },
  { name: 'e2e services', tier: 'e2e-spec', mode: 'services', nats: true },
];

const wordsOf = ({ name, tier }) => [name, tier, tier.split('-')[0], name.split(' ').at(-1)];

/** Returns the runs that the words of the command line name; all without words. Throws when they name none. */
export function chosenRuns(words) {
  const chosen = runs.filter(
    (run) => words.length === 0 || words.some((word) => wordsOf(run).includes(word)),
  );
  if (chosen.length > 0) return chosen;
  const known = new Set(runs.flatMap(({ name }) => name.split(' ')));
  throw new Error(`Unknown tier; there are: ${[...known].join(', ')}`);
}

const local = [
  { name: 'e2e embedded', tier: 'e2e-spec', mode: 'embedded', browser: true },
  { name: 'e2e services', tier: 'e2e-spec', mode: 'services', nats: true },
];
/* A platform elsewhere has one mode, its own. Suites with a platform of their own start it embedded. */
const remote = [{ name: 'e2e remote', tier: 'e2e-spec', mode: 'embedded', browser: true }];

/** Runs of `npm test`; the end-to-end tier runs once against the platform at E2E_BASE_URL, else in both run modes. */
const testRuns = (baseUrl) => [
  { name: 'spec', tier: 'spec' },
  { name: 'int-spec', tier: 'int-spec', nats: true },
  ...(baseUrl ? remote : local),
];

const wordsOf = ({ name, tier }) => [name, tier, tier.split('-')[0], name.split(' ').at(-1)];

/** Returns the runs that the words of the command line name; all without words. Throws when they name none. */
export function chosenRuns(words, baseUrl) {
  const runs = testRuns(baseUrl);
  const chosen = runs.filter(
    (run) => words.length === 0 || words.some((word) => wordsOf(run).includes(word)),
  );
  if (chosen.length > 0) return chosen;
  const known = new Set(runs.flatMap(({ tier, name }) => [tier, name.split(' ').at(-1)]));
  throw new Error(`Unknown tier; there are: ${[...known].join(', ')}`);
}

/* Attacks a platform of its own in each mode; see attack.mjs. Exits with 1 when a finding falls, or when an attack proves nothing. */
import { attacks } from '#e2e/attacks/attacks.js';
import { Stage } from '#e2e/attacks/stage.js';

const words = process.argv.slice(2);
const isFull = !words.includes('--short');
const chosenModes = (['embedded', 'services'] as const).filter((mode) => words.includes(mode));
const modes = chosenModes.length > 0 ? chosenModes : (['embedded', 'services'] as const);
const findings = words.filter((word) => /^S\d+/.test(word));
const isWanted = (finding: string): boolean =>
  findings.length === 0 ||
  findings.some((word) => finding === word || finding.replace(/[a-e]$/, '') === word);

let [stood, fell] = [0, 0];
for (const mode of modes) {
  const stage = await Stage.open(mode, isFull);
  try {
    for (const attack of attacks) {
      const isShort = isFull || !attack.isLong;
      if (!isShort || !isWanted(attack.finding) || (attack.mode ?? mode) !== mode) continue;
      const startedAtMs = performance.now();
      const outcome = await attack
        .run(stage)
        .catch((error: unknown) => ({ happened: String(error), fell: true }));
      if (outcome.fell) fell++;
      else stood++;
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      console.log(
        `${mode} ${attack.finding} ${outcome.fell ? 'FELL' : 'stood'} (${seconds} s): ${attack.tried}\n    ${outcome.happened}`,
      );
    }
  } finally {
    await stage.close();
  }
}
console.log(`\n${stood + fell} cases, ${fell} succeeded`);
process.exit(fell === 0 && stood > 0 ? 0 : 1);

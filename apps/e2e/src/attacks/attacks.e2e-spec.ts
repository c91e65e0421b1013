import { runMode, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attacks } from './attacks.js';
import { Stage } from './stage.js';

/* In the sizes of the report, and with those that take minutes: npm run attack. */
const chosen = attacks.filter(({ mode, isLong }) => !isLong && (mode ?? runMode()) === runMode());
/* Every attack works on services; npm run attack tries both modes. */
const suite = sharedPlatform().remote || runMode() === 'embedded' ? describe.skip : describe;

suite('what an adversary did', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(runMode(), false);
  });
  afterAll(() => stage?.close());

  it.each(chosen.map((attack) => [`${attack.finding} stands: ${attack.tried}`, attack] as const))(
    '%s',
    async (_, attack) => {
      expect(await attack.run(stage)).toEqual({ happened: expect.any(String), fell: false });
    },
  );
});

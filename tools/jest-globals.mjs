/*
 * What a test file imports from '@jest/globals' when Node loads it (jest-native-modules.mjs). Jest makes these anew for each test file;
 * who imports them always has those of the file that runs.
 */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test;

export function useGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globals);
}

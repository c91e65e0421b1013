import { infeasibility } from '@argus/alarms';
import { describe, expect, it } from '@jest/globals';
import { defaultRules } from './default-rules.js';

describe('default rules', () => {
  it('infeasibility finds nothing wrong with the default rules', () => {
    for (const each of defaultRules) expect([each.name, infeasibility(each)]).toEqual([each.name, undefined]);
  });
});

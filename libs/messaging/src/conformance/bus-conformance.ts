import { describe } from '@jest/globals';
import { contractConformance } from './contract-conformance.js';
import { eventConformance } from './event-conformance.js';
import type { BusHarness } from './harness.js';
import { requestConformance } from './request-conformance.js';

/** The one suite that every bus passes; `start` gives each test a bus that nobody has used. */
export function busConformance(name: string, start: () => Promise<BusHarness>): void {
  describe(name, () => {
    requestConformance(start);
    eventConformance(start);
    contractConformance(start);
  });
}

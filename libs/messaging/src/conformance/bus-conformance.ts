import { describe } from '@jest/globals';
import { contractConformance } from './contract-conformance.js';
import { eventConformance } from './event-conformance.js';
import type { BusHarness } from './harness.js';
import { requestConformance } from './request-conformance.js';

/** The test suite that every bus passes. `start` returns a new bus for each test. */
export function busConformance(name: string, start: () => Promise<BusHarness>): void {
  describe(name, () => {
    requestConformance(start);
    eventConformance(start);
    contractConformance(start);
  });
}

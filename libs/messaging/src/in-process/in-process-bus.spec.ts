import { busConformance } from '../conformance/bus-conformance.js';
import { testDelivery } from '../conformance/harness.js';
import { InProcessBus } from './in-process-bus.js';

busConformance('InProcessBus', async () => {
  const bus = new InProcessBus({ delivery: testDelivery });
  const ends: InProcessBus[] = [bus];
  return {
    open: async (_, observer) => {
      const end = bus.handle(observer);
      ends.push(end);
      return end;
    },
    close: async () => {
      await Promise.all(ends.map((end) => end.stop()));
    },
  };
});

import { describe, expect, it } from '@jest/globals';
import { services } from './services.js';

describe.each(services)('the service $name', ({ name, schema }) => {
  it('services: each has a schema of its own name, with underscores for hyphens, or none', () => {
    expect([name.replaceAll('-', '_'), undefined]).toContain(schema);
  });
});

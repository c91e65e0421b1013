import { describe, expect, it } from '@jest/globals';
import { services } from './services.js';

describe.each(services)('the service $name', ({ name, schema }) => {
  it('has a schema of the same name, with underscores as SQL wants them, or none', () => {
    expect([name.replaceAll('-', '_'), undefined]).toContain(schema);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Readiness } from './readiness.js';

function dependency(name: string) {
  const state = { broken: false, asked: 0 };
  return {
    state,
    name,
    check: () => {
      state.asked += 1;
      return state.broken ? Promise.reject(new Error('connection refused')) : Promise.resolve();
    },
  };
}

describe('readiness', () => {
  it('readiness: is refused before the start and while draining', async () => {
    const readiness = new Readiness();
    expect(await readiness.report()).toEqual({ ready: false, status: 'starting', failing: {} });
    readiness.started([]);
    expect((await readiness.report()).ready).toBe(true);
    readiness.draining();
    expect(await readiness.report()).toEqual({ ready: false, status: 'draining', failing: {} });
  });

  it('readiness: names a failing dependency and recovers with it', async () => {
    const readiness = new Readiness();
    const [database, bus] = [dependency('attendance: database'), dependency('attendance: bus')];
    readiness.started([database, bus]);
    database.state.broken = true;
    expect(await readiness.report(0)).toEqual({
      ready: false,
      status: 'not ready',
      failing: { 'attendance: database': 'connection refused' },
    });
    database.state.broken = false;
    expect((await readiness.report(1_000)).status).toBe('ready');
  });

  it('readiness: checks the dependencies once a second for any number of requests', async () => {
    const readiness = new Readiness();
    const database = dependency('database');
    readiness.started([database]);
    await Promise.all([readiness.report(0), readiness.report(500), readiness.report(999)]);
    expect(database.state.asked).toBe(1);
    await readiness.report(1_000);
    expect(database.state.asked).toBe(2);
  });
});

import { DomainError, gazeMeasurementContract } from '@argus/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { FullOperations } from './full-operations.js';

const { measure } = gazeMeasurementContract.operations;
const stranger = { principal: undefined };
const account = { principal: {} } as unknown as FastifyRequest;
const full = () => Promise.reject(new DomainError('UNAVAILABLE', { retryAfterSeconds: 3 }));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('FullOperations', () => {
  it('FullOperations: after a stranger found no room, strangers are refused for the time told, accounts are not', async () => {
    const operations = new FullOperations();
    operations.admit(measure, stranger);
    await expect(operations.note(measure, stranger, full())).rejects.toThrow('UNAVAILABLE');
    expect(() => operations.admit(measure, stranger)).toThrow('UNAVAILABLE');
    operations.admit(measure, account);
    jest.advanceTimersByTime(3000);
    operations.admit(measure, stranger);
  });
});

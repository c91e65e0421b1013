import { callerOf, DomainError, foldText } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Asker } from '../acts/act-log.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Person } from '../people/person.entity.js';
import { type PinCounter, PinAttemptStore } from './pin-attempt.store.js';
import { PinHasher } from './pin-hasher.service.js';
import { PinStore } from './pin.store.js';

const DAY_SECONDS = 86_400;
/** At a terminal many people mistype. */
const FREE_AT_TERMINAL = 20;
const FREE_OF_PERSON = 5;

/** The only check of a PIN: limited by person and by terminal, in equal time for whoever has none. */
@Injectable()
export class PinCheck {
  constructor(
    private readonly database: Database,
    private readonly pins: PinStore,
    private readonly attempts: PinAttemptStore,
    private readonly people: PersonDirectory,
    private readonly hasher: PinHasher,
  ) {}

  /**
   * Returns the person whose PIN it is; undefined if it fits nobody who may attend.
   * @throws DomainError RATE_LIMITED, whether or not the person exists; UNAVAILABLE
   */
  async prove(employeeId: string, pin: string, asker: Asker): Promise<Person | undefined> {
    const [ofPerson, ofTerminal] = [personCounter(employeeId), terminalCounter(asker)];
    await this.database.transaction(async (tx) => {
      const retryAfterSeconds = await this.attempts.charge(tx, [ofPerson, ofTerminal]);
      if (retryAfterSeconds > 0) throw new DomainError('RATE_LIMITED', { retryAfterSeconds });
    });
    const person = await this.people.findByEmployeeId(employeeId);
    const hash = person && (await this.pins.hashOf(person.accountId));
    if (!(await this.hasher.fits(hash, pin, asker.clientAddress)) || !person?.isActive) return undefined;
    await this.database.transaction((tx) => this.attempts.forgive(tx, ofPerson.key, ofTerminal.key));
    return person;
  }
}

/* As it is typed, so that refusals do not tell who exists; a digest bounds its length. */
const personCounter = (employeeId: string): PinCounter => ({
  key: `person/${createHash('sha256').update(foldText(employeeId)).digest('base64url')}`,
  free: FREE_OF_PERSON,
  forgivenSeconds: DAY_SECONDS,
});

const terminalCounter = (asker: Asker): PinCounter => {
  const { scopes, sessionId, accountId } = callerOf(asker);
  const key = scopes ? `key/${sessionId}` : `account/${accountId}`;
  return { key, free: FREE_AT_TERMINAL, forgivenSeconds: 600 };
};

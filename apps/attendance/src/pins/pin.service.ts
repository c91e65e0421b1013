import { callerOf, DomainError, instant, invalid, type IssuePin, type PinView } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { activePerson } from '../people/active-person.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Person } from '../people/person.entity.js';
import { PinHasher } from './pin-hasher.service.js';
import { weaknessOf } from './pin-rules.js';
import { PinStore } from './pin.store.js';

/** Sets and removes PINs. */
@Injectable()
export class PinService {
  constructor(
    private readonly database: Database,
    private readonly pins: PinStore,
    private readonly people: PersonDirectory,
    private readonly hasher: PinHasher,
    private readonly acts: ActLog,
  ) {}

  /** Makes one where none is given. @throws DomainError USER_NOT_FOUND, USER_INACTIVE, VALIDATION_FAILED for a weak one, UNAVAILABLE */
  async issue({ employee_id, pin }: IssuePin, asker: Asker): Promise<PinView & { readonly pin: string }> {
    const person = await activePerson(this.people, employee_id);
    const chosen = pin ?? newPin(person.employeeId);
    return { ...(await this.set(person, chosen, asker)), pin: chosen };
  }

  /** @throws DomainError USER_NOT_FOUND, USER_INACTIVE, VALIDATION_FAILED for a weak one, UNAVAILABLE */
  async setOwn(pin: string, asker: Asker): Promise<PinView> {
    return this.set(await activePerson(this.people, callerOf(asker).username), pin, asker);
  }

  /** @throws DomainError USER_NOT_FOUND, PIN_NOT_FOUND */
  async remove(employeeId: string, asker: Asker): Promise<void> {
    const person = await this.people.findByEmployeeId(employeeId);
    if (!person) throw new DomainError('USER_NOT_FOUND');
    await this.database.transaction(async (tx) => {
      if (!(await this.pins.remove(tx, person.accountId))) throw new DomainError('PIN_NOT_FOUND');
      await this.acts.note(tx, 'pin-removed', asker, { personId: person.accountId });
    });
  }

  private async set(
    { accountId: personId, employeeId }: Person,
    pin: string,
    asker: Asker,
  ): Promise<PinView> {
    const weakness = weaknessOf(pin, employeeId);
    if (weakness !== undefined) throw invalid('pin', 'invalid', { text: weakness });
    const hash = await this.hasher.hash(pin, asker.clientAddress);
    return this.database.transaction(async (tx) => {
      const setAt = await this.pins.set(tx, personId, hash);
      await this.acts.note(tx, 'pin-set', asker, { personId });
      return { employee_id: employeeId, set_at: instant(setAt) };
    });
  }
}

function newPin(employeeId: string): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (weaknessOf(pin, employeeId) === undefined) return pin;
  }
}

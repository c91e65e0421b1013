import { DomainError, OFF } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { PersonStore } from '../../people/person.store.js';
import { OverlapSearch } from '../engine/overlap.js';
import type { PlannedShift } from '../engine/planned-shift.js';
import { ShiftStore } from './shift.store.js';
import { keptShift } from './shift.view.js';
import { AssignmentStore, type PersonsAssignment } from './shift-assignment.store.js';

/** Keeps people from having two shifts at one time. */
@Injectable()
export class OverlapCheck {
  constructor(
    private readonly shifts: ShiftStore,
    private readonly assignments: AssignmentStore,
    private readonly people: PersonStore,
  ) {}

  /**
   * Compares assignments, as they are stored by now, with all that their people have. Call it under the lock of plans.
   * @throws DomainError SHIFTS_OVERLAP naming both shifts
   */
  async assertNone(changed: readonly PersonsAssignment[]): Promise<void> {
    const all = await this.assignments.ofPeople([...new Set(changed.map(({ personId }) => personId))]);
    const ids = new Set(all.flatMap(({ shifts }) => shifts.filter((id) => id !== OFF)));
    const search = new OverlapSearch((await this.shifts.findByIds([...ids])).map(keptShift));
    const byPerson = Map.groupBy(all, ({ personId }) => personId);
    for (const one of changed) {
      const others = byPerson.get(one.personId)!.filter(({ id }) => id !== one.id);
      const overlap = search.find(one, others);
      if (overlap) throw await this.refusal(one.personId, overlap.one, overlap.other);
    }
  }

  private async refusal(personId: number, one: PlannedShift, other: PlannedShift): Promise<DomainError> {
    const [person] = await this.people.findByIds([personId]);
    return new DomainError('SHIFTS_OVERLAP', {
      employee: person?.employeeId ?? String(personId),
      shift: one.shift.name,
      date: one.date,
      times: timesOf(one),
      other: other.shift.name,
      other_date: other.date,
      other_times: timesOf(other),
    });
  }
}

const timesOf = ({ parts, clock }: PlannedShift): string =>
  parts.map(({ from, to }) => `${clock.timeAt(from)} to ${clock.timeAt(to)}`).join(' and ');

import { DomainError } from '@argus/contracts';
import type { PersonDirectory } from './person-directory.service.js';
import type { Person } from './person.entity.js';

/** Returns the person who may attend. @throws DomainError USER_NOT_FOUND, USER_INACTIVE */
export async function activePerson(people: PersonDirectory, employeeId: string): Promise<Person> {
  const person = await people.findByEmployeeId(employeeId);
  if (!person) throw new DomainError('USER_NOT_FOUND');
  if (!person.isActive) throw new DomainError('USER_INACTIVE');
  return person;
}

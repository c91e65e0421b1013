import type { LogEmployee } from '@argus/contracts';
import type { Person } from './person.entity.js';

/** A person as rows name them, whose id is `personId`. */
export type NamedPerson = Pick<Person, 'employeeId' | 'name' | 'department'> & { readonly personId: number };

export const employeeOf = ({ personId, employeeId, name, department }: NamedPerson): LogEmployee => ({
  id: personId,
  employee_id: employeeId,
  name,
  department,
});

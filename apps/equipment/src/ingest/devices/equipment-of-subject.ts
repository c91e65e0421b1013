/** Returns the id of the equipment that a subject `readings.<id>` names; undefined for another word. */
export function equipmentOfSubject(subject: string): number | undefined {
  const digits = /^readings\.(\d{1,15})$/.exec(subject)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

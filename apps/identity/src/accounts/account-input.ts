/** The fields that clients name otherwise than the account does. */
interface Renamed {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly phone_number?: string | null;
  readonly is_active?: boolean;
}

/** Returns the fields of a request as properties of an account. Absent fields stay absent. */
export const propertiesOf = <Input extends Renamed>({
  first_name,
  last_name,
  phone_number,
  is_active,
  ...same
}: Input) => ({
  ...same,
  ...(first_name !== undefined && { firstName: first_name }),
  ...(last_name !== undefined && { lastName: last_name }),
  ...(phone_number !== undefined && { phoneNumber: phone_number }),
  ...(is_active !== undefined && { isActive: is_active }),
});

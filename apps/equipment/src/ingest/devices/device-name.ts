/** User name and client id of a device in MQTT. */
export const usernameOf = (id: number): string => `device-${id}`;

export function idOf(username: string): number | undefined {
  const digits = /^device-([1-9]\d{0,14})$/.exec(username)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

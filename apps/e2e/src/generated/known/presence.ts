import type { Ask, Known } from './known.js';

/** Makes a badge and a PIN of the caller, so that both are in force. */
export async function knownPresence(employee: string, ask: Ask): Promise<Known> {
  const { id, code } = (await ask('POST', '/api/v1/badges/', { employee_id: employee })) as {
    id: string;
    code: string;
  };
  const { pin } = (await ask('POST', '/api/v1/pins/', { employee_id: employee })) as { pin: string };
  return {
    fields: { employee_id: [employee], badge: [code], ...(pin && { pin: [pin] }) },
    params: { id: [id], employee_id: [employee] },
  };
}

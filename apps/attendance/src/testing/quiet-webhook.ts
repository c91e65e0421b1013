import type { Database } from '@argus/persistence';

/** Registers a paused receiver, so that attendance is announced to somebody and nothing is sent. */
export const quietWebhook = (database: Database): Promise<unknown> =>
  database.query(
    `INSERT INTO webhook (id, name, url, events, status, secret_sealed)
     VALUES (gen_random_uuid(), 'quiet', 'https://example.com/', '{attendance_logged}', 'paused', '')`,
  );

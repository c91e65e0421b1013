import { DataKeys, type Database, WrongDataKey } from '@argus/persistence';
import {
  DataKeyError,
  dataKeyPath,
  hasDataKey,
  keyOfService,
  readDataKey,
  wrappingKeys,
} from '../settings/data-key.js';

/** Opens the keys of a service in its database. @throws DataKeyError if the installation's key is another one */
export async function openDataKeys(
  database: Database,
  settings: { readonly DATA_DIR: string; readonly DATA_KEY_FILE: string | undefined },
  label: string,
): Promise<DataKeys> {
  if (!hasDataKey(settings) && (await DataKeys.areKnown(database)))
    throw new DataKeyError(
      `there is no data key ${dataKeyPath(settings)}, but this database was sealed with one; restore it from your copy`,
    );
  const { keys, file } = readDataKey(settings);
  try {
    return await DataKeys.open(database, wrappingKeys(settings, label), keyOfService(keys.at(-1)!, label));
  } catch (error) {
    if (!(error instanceof WrongDataKey)) throw error;
    throw new DataKeyError(
      `the data key ${file} is not the one of this database; restore the key that belongs to it from your copy`,
      { cause: error },
    );
  }
}

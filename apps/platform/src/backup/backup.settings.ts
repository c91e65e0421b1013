import { defineSettings, path, text } from '@argus/service-kit';

export const backupSettings = defineSettings('npm run backup, npm run restore', {
  BACKUP_PASSPHRASE_FILE: path({
    default: undefined,
    desc: 'File whose first line is the passphrase of archives; asked for on a terminal if not set',
  }),
  BACKUP_PASSPHRASE: text({
    default: undefined,
    desc: 'Passphrase of archives, for where there is no file and no terminal',
  }),
});

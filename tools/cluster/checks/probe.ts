import { images } from '../images.mjs';

const LIMIT_MS = 3000;

/** Prints which of the targets, given as JSON, take a connection. Runs in pods, so it is text. */
export const probeScript = `
const { connect } = require('node:net');
const reach = ({ name, host, port }) => new Promise((done) => {
  const socket = connect({ host, port, timeout: ${LIMIT_MS} });
  const end = (reached) => { socket.destroy(); done([name, reached]); };
  socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
});
Promise.all(JSON.parse(process.argv[1]).map(reach)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));
`;

/** A pod that does nothing. */
export const strangerPod = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'stranger', namespace, labels: { app: 'stranger' } },
  spec: {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'stranger',
        image: images.services,
        args: ['-e', 'setInterval(() => undefined, 1e9)'],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

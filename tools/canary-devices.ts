import { HttpClient } from '@argus/testing';
import mqtt from 'mqtt';
import type { Planter } from '#e2e/canaries/planter.js';

interface Made {
  readonly id: number;
  readonly username: string;
  readonly password: string;
}

/** Connects to a platform's broker by MQTT rightly and wrongly, with secrets that nobody else knows. */
export async function plantByMqtt(planter: Planter, url: string, mqttPort: number): Promise<void> {
  const client = new HttpClient(url);
  const { token } = await planter.accounts.make('techtrack', 'engineer');
  const post = async (path: string, body?: object): Promise<Made> => {
    const { status, body: made } = await client.post(path, body, { token });
    if (status >= 300) throw new Error(`${path} answers ${status}`);
    planter.needles.add('password of a device', (made as Made).password);
    return made as Made;
  };
  const isAdmitted = async (username: string, password: string, clientId = username): Promise<boolean> => {
    planter.requests++;
    const options = { username, password, clientId, reconnectPeriod: 0, connectTimeout: 30_000 };
    const connecting = mqtt.connectAsync(`mqtt://127.0.0.1:${mqttPort}`, options);
    return connecting.then(
      (device) => device.endAsync().then(() => true),
      () => false,
    );
  };
  const first = await post('/api/devices/', { name: 'a planted device', equipment: null });
  const admitted = [await isAdmitted(first.username, first.password)];
  const refused = [
    await isAdmitted(first.username, planter.make('wrong password of a device')),
    await isAdmitted(first.username, `argd_${planter.make('guessed password of a device')}`),
    await isAdmitted(planter.make('password typed as the user name'), planter.make('password of no device')),
    await isAdmitted(first.username, first.password, 'press-9'),
  ];
  const second = await post(`/api/devices/${first.id}/rotate/`);
  refused.push(await isAdmitted(first.username, first.password));
  admitted.push(await isAdmitted(second.username, second.password));
  await client.send('DELETE', `/api/devices/${first.id}/`, { token });
  refused.push(await isAdmitted(second.username, second.password));
  if (admitted.includes(false) || refused.includes(true))
    throw new Error(`Devices were not judged as they should be: ${admitted.join()} and ${refused.join()}`);
}

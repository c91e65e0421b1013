import { HttpClient, sharedPlatform } from '@argus/testing';

/** Logs in as the administrator of the platform. Throws with the answer when that fails. */
export async function adminToken(): Promise<string> {
  const { url, admin } = sharedPlatform();
  const session = { username: admin.email, password: admin.password };
  const { status, body } = await new HttpClient(url).post('/api/token/', session);
  if (status !== 200) throw new Error(`Log-in of ${admin.email}: ${status} ${JSON.stringify(body)}`);
  return (body as { access: string }).access;
}

import { WorkOS as WorkOS7 } from 'workos-7';
import { WorkOS as WorkOS11 } from 'workos-11';

/** Only where the server is differs from what the guide says. */
function at(baseURL: string) {
  const { hostname, port } = new URL(baseURL);
  return { apiHostname: hostname, port: Number(port), https: false };
}

/** The release whose names the guide uses: `createSecret`, `readSecret` … */
export const workos7 = (baseURL: string, apiKey: string): WorkOS7 => new WorkOS7(apiKey, at(baseURL));

/** The current release. */
export const workos11 = (baseURL: string, apiKey: string): WorkOS11 => new WorkOS11(apiKey, at(baseURL));

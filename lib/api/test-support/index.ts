import { type ApiKeyCaller, openTestVault, type TestVault } from '../../vault/test-support';
import { type Api, type ApiOptions, createApi } from '../app';
import type { Facts } from '../context';
import { describedBy, expectDescribed } from './described';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly text: string;
}

export interface Ask {
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: BodyInit;
  /** Null for no key at all. */
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly facts?: Facts;
}

/** The API in this process, on a real vault with a key for the whole environment. Every answer is held against its description. */
export interface TestApi extends TestVault {
  readonly api: Api;
  readonly key: ApiKeyCaller;
  /** What the API logged. */
  readonly lines: string[];
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
}

export async function openTestApi(options: Partial<ApiOptions> = {}): Promise<TestApi> {
  const test = await openTestVault();
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const api = createApi({ vault: test.vault, requestsPerMinute: 100_000, log, ...options });
  const key = await test.newKey();
  const description = await describedBy(api);
  return Object.assign(test, {
    api,
    key,
    lines,
    async ask(method: string, path: string, { body, raw, token = key.token, headers = {}, facts }: Ask = {}) {
      const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const init: RequestInit & { duplex?: string } = {
        method,
        headers: {
          'content-type': 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(content === undefined ? {} : { body: content, duplex: 'half' }),
      };
      const response = await api(new Request(`http://localhost${path}`, init), facts);
      const text = await response.text();
      const answer = {
        status: response.status,
        headers: response.headers,
        text,
        body: text ? JSON.parse(text) : null,
      };
      expectDescribed(description, { method, path, ...answer });
      return answer;
    },
  });
}

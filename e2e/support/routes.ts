import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './server';

const built = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(ROOT, '.next/server', name), 'utf8'));

/** As the address says it: `/orgs/[org]/secrets`. Groups in brackets are in no address. */
const toRoute = (file: string) => file.replace(/\/(page|route)$/, '').replaceAll(/\/\([^)]+\)/g, '') || '/';

/** Every page and every route handler of the built application. */
export function builtRoutes(): { pages: string[]; handlers: string[] } {
  const files = Object.keys(built('app-paths-manifest.json') as Record<string, string>);
  const of = (kind: string) => files.filter((file) => file.endsWith(`/${kind}`)).map(toRoute);
  return { pages: of('page').filter((route) => !route.startsWith('/_')), handlers: of('route') };
}

export interface BuiltAction {
  readonly id: string;
  readonly name: string;
  /** Of a page that has it. */
  readonly route: string;
}

/** Every server action of the built application. */
export function builtActions(): BuiltAction[] {
  const { node } = built('server-reference-manifest.json') as {
    node: Record<string, { exportedName: string; workers: Record<string, unknown> }>;
  };
  return Object.entries(node).map(([id, { exportedName, workers }]) => ({
    id,
    name: exportedName,
    route: toRoute((Object.keys(workers)[0] ?? '').replace(/^app/, '')),
  }));
}

/** Fills `[org]` or `{id}`. Throws for one that it has nothing for: a test that skips it would prove nothing. */
export function filled(route: string, params: Readonly<Record<string, string>>): string {
  return route.replaceAll(/[[{]([^\]}]+)[\]}]/g, (_, name: string) => {
    const given = params[name];
    if (given === undefined) throw new Error(`Nothing is known of [${name}] in ${route}.`);
    return encodeURIComponent(given);
  });
}

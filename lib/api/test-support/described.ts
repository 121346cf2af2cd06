import { expect } from 'vitest';
import { z } from 'zod';
import type { Api } from '../app';

type JsonSchema = z.core.JSONSchema.JSONSchema;

const schemas = z.custom<JsonSchema>((given) => typeof given === 'object');
const answer = z.object({ content: z.object({ 'application/json': z.object({ schema: schemas }) }) });
/** The parts of an OpenAPI document that are looked at. */
const document = z.object({
  components: z.object({ schemas: z.record(z.string(), schemas) }),
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), answer) }))),
});

interface Described {
  readonly pattern: RegExp;
  readonly answers: ReadonlyMap<string, z.ZodType>;
}

/** By method. */
export type Description = ReadonlyMap<string, readonly Described[]>;

/** What the API says of itself. Nothing is optional that it does not call so, and nothing comes that it does not name. */
export async function describedBy(api: Api): Promise<Description> {
  const served = await api(new Request('http://localhost/openapi.json'));
  const { components, paths } = closed(document.parse(await served.json())) as z.infer<typeof document>;
  const all = new Map<string, Described[]>();
  for (const [path, methods] of Object.entries(paths)) {
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    for (const [method, { responses }] of Object.entries(methods)) {
      const answers = Object.entries(responses).map(([status, { content }]) => {
        const { schema } = content['application/json'];
        return [status, z.fromJSONSchema({ ...schema, $defs: components.schemas })] as const;
      });
      const name = method.toUpperCase();
      all.set(name, [...(all.get(name) ?? []), { pattern, answers: new Map(answers) }]);
    }
  }
  return all;
}

/** Fails unless the document announces this answer. What it does not describe at all is left alone. */
export function expectDescribed(
  description: Description,
  { method, path, status, body }: { method: string; path: string; status: number; body: unknown },
): void {
  const bare = path.split('?')[0] ?? '';
  const found = description.get(method)?.find(({ pattern }) => pattern.test(bare));
  if (!found) return;
  const what = `${method} ${bare} ${status}, as /openapi.json has it`;
  const schema = found.answers.get(String(status));
  expect(schema, what).toBeDefined();
  expect(schema?.safeParse(body).error?.issues ?? [], what).toEqual([]);
}

/** With references into `$defs`, and each object closed, so that a field too many is seen. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([name, part]) => [
    name,
    name === '$ref' ? String(part).replace('#/components/schemas/', '#/$defs/') : closed(part),
  ]);
  const open = 'type' in schema && 'properties' in schema && !('additionalProperties' in schema);
  return { ...Object.fromEntries(parts), ...(open ? { additionalProperties: false } : {}) };
}

import { z } from '@hono/zod-openapi';
import { EVENT_TYPES, type EventType, type Organization, type VaultEvent } from '@/lib/vault';
import type { ApiParts } from './context';
import { endpoint } from './endpoint';
import { toOrganization } from './organization-shapes';
import {
  cursors,
  instant,
  list,
  listMetadata,
  orderOrNormal,
  text,
  timestamp,
  toListMetadata,
  toPageInput,
  without,
} from './wire';

const event = z
  .object({
    object: z.literal('event'),
    id: z.string(),
    event: z.enum(EVENT_TYPES),
    data: z.record(z.string(), z.unknown()).openapi({
      description:
        'Of vault events: `actor_id`, `actor_source`, `actor_name` and what the type adds. Never a value.',
    }),
    created_at: timestamp,
    context: z.object({
      actor: z.object({
        id: z.string(),
        source: z.enum(['api', 'dashboard', 'system']),
        name: z.string(),
      }),
    }),
  })
  .openapi('Event');

/** `/events`: the trail. */
export function eventEndpoints(api: ApiParts): void {
  endpoint(api, {
    method: 'get',
    path: '/events',
    verb: 'listEvents',
    tag: 'Events',
    summary: 'List events',
    query: z.object({
      ...cursors,
      order: orderOrNormal,
      events: list.optional().openapi({ example: 'vault.data.read,vault.data.updated' }),
      range_start: instant.optional(),
      range_end: instant.optional(),
      organization_id: text('Only the events of this organization.').optional(),
    }),
    names: { types: 'events', createdFrom: 'range_start', createdTo: 'range_end' },
    answer: {
      says: 'A page of events.',
      schema: z
        .object({ object: z.literal('list'), data: z.array(event), list_metadata: listMetadata })
        .openapi('EventList'),
    },
    faults: [404],
    run: async (vault, caller, { query }) => {
      const page = await vault.listEvents(caller, {
        ...toPageInput(query),
        ...without({
          // The vault says which types there are.
          types: query.events as EventType[] | undefined,
          createdFrom: query.range_start,
          createdTo: query.range_end,
          organizationId: query.organization_id,
        }),
      });
      return {
        object: 'list' as const,
        data: page.items.map((one) => toEvent(one, vault.environmentId)),
        list_metadata: toListMetadata(page, query.order),
      };
    },
  });
}

function toEvent(found: VaultEvent, environmentId: string): z.input<typeof event> {
  return {
    object: 'event',
    id: found.id,
    event: found.type,
    data: toData(found, environmentId),
    created_at: found.createdAt,
    context: { actor: { ...found.actor } },
  };
}

function toData({ type, actor, data, organizationId }: VaultEvent, environmentId: string) {
  if ('organization' in data) return toOrganization(data.organization as Organization);
  const by = {
    actor_id: actor.id,
    // The contract knows these two only; `context.actor` has the exact word.
    actor_source: actor.source === 'api' ? 'api' : 'dashboard',
    actor_name: actor.name,
  };
  // As what a reader reads is for the organization's own people: clients have never been told.
  const { reach: _, ...told } = data;
  if (!type.startsWith('api_key.')) return { ...told, ...by };
  // Clients know an event of this name, and SDK 11 fails on the whole page if `owner` is not there.
  const owner = organizationId
    ? { type: 'organization', id: organizationId }
    : { type: 'environment', id: environmentId };
  return { ...data, object: 'api_key', id: data.key_id, name: data.key_name, owner, permissions: [], ...by };
}

import { Badge } from '@/components/badge';

/** The key context beyond the organization, which the page is about anyway. */
export function ContextTags({ context }: { context: Readonly<Record<string, string>> }) {
  const items = Object.entries(context).filter(([name]) => name !== 'organization_id');
  if (items.length === 0) return null;
  return (
    <ul aria-label="Key context" className="flex min-w-0 flex-wrap gap-1">
      {items.map(([name, value]) => (
        <li key={name} className="max-w-full">
          <Badge>
            <span className="text-subtle">{name}</span> {value}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

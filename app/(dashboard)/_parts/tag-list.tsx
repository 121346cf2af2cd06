import { Tag } from 'lucide-react';
import { Badge } from '@/components/badge';

export function TagList({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul aria-label="Tags" className="flex min-w-0 flex-wrap gap-1">
      {tags.map((tag) => (
        <li key={tag} className="max-w-full">
          <Badge icon={<Tag aria-hidden="true" />}>{tag}</Badge>
        </li>
      ))}
    </ul>
  );
}

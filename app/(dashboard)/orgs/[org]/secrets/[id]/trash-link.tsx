'use client';

import { useParams } from 'next/navigation';
import { LinkButton } from '@/components/link-button';

/** Offered whatever the reason is: whether there was such a secret is not told here. */
export function TrashLink() {
  const { org } = useParams<{ org: string }>();
  return <LinkButton href={`/orgs/${org}/trash`}>Look in the trash</LinkButton>;
}

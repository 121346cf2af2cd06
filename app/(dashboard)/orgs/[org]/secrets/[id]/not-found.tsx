import type { Metadata } from 'next';
import { NothingHere } from '@/app/(dashboard)/_parts/nothing-here';
import { TrashLink } from './trash-link';

export const metadata: Metadata = { title: 'Nothing here' };

/** A secret that was deleted is found in the trash, by those who may see it. */
export default function SecretNotFound() {
  return <NothingHere more={<TrashLink />} />;
}

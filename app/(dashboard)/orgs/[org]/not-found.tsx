import type { Metadata } from 'next';

export { NothingHere as default } from '@/app/(dashboard)/_parts/nothing-here';

export const metadata: Metadata = { title: 'Nothing here' };

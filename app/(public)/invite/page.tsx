import type { Metadata } from 'next';
import { Logo } from '@/components/logo';
import { Invitation } from './invitation';

export const metadata: Metadata = { title: 'Invitation' };

/** The same for everybody: what the invitation is for is known to whoever has its token, which the server is not sent. */
export default function InvitePage() {
  return <Invitation brand={<Logo name="Strongroom" />} />;
}

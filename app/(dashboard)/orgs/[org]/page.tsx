import { redirect } from 'next/navigation';
import { titleWithin } from '@/lib/web/organization';

export const generateMetadata = titleWithin('Secrets');

export default async function OrganizationPage({ params }: { params: Promise<{ org: string }> }) {
  redirect(`/orgs/${encodeURIComponent((await params).org)}/secrets`);
}

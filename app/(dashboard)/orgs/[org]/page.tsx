import { redirect } from 'next/navigation';

export default async function OrganizationPage({ params }: { params: Promise<{ org: string }> }) {
  redirect(`/orgs/${encodeURIComponent((await params).org)}/secrets`);
}

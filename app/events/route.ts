import { serve } from '@/lib/api/mount';

export const dynamic = 'force-dynamic';
export const GET = serve;

import { serve } from '@/lib/api/mount';

export const GET = serve;
export const POST = serve;
export const PUT = serve;
export const DELETE = serve;

import { leaveForProvider } from '@/lib/web/sso';

/** A link and not a form: a form that ends at another site is one that the content security policy stops. */
export const GET = leaveForProvider;

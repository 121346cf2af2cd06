import { comeBackFromProvider } from '@/lib/web/sso';

export const GET = comeBackFromProvider;

import type { NameApart } from '@/lib/web/names-apart';

/** Whose keys a page shows. */
export type KeyPlace =
  | { organizationId: string; name: string }
  | {
      organizationId: null;
      /** What a key for no one organization reaches, in words. */
      everywhere: string;
      organizations: readonly NameApart[];
      /** There are more organizations than are listed: one is named by its id then. */
      more: boolean;
    };

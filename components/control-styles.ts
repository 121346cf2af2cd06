/** What every text-like control shares. The edge is the only sign of a control, so it has 3:1. */
export const CONTROL =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface text-sm text-ink shadow-xs transition-[border-color,background-color] hover:border-muted focus-visible:border-focus focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-subtle [&[readonly]]:bg-sunken aria-invalid:border-danger-text touch:text-lg';

export const BACKDROP =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';

export const VIEWPORT =
  'fixed inset-0 z-50 flex items-end justify-center overflow-y-auto sm:items-center sm:p-6';

/** On a phone it rises from the bottom edge, within reach of a thumb. */
export const POPUP =
  'flex max-h-[92dvh] w-full flex-col overflow-y-auto overscroll-contain rounded-t-xl border bg-raised text-ink shadow-dialog outline-none transition-[opacity,translate,scale] duration-150 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:data-ending-style:translate-y-4 max-sm:data-starting-style:translate-y-4 sm:my-auto sm:rounded-xl sm:data-ending-style:scale-98 sm:data-starting-style:scale-98';

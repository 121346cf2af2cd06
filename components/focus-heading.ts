/** For what goes with the answer that it waited for, and would take the focus along. */
export const focusHeading = (): void => document.querySelector<HTMLElement>('main h1')?.focus();

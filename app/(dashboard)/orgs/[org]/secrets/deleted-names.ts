/** Names of what was deleted on the page before, by id. Not in the address: a link could claim anything there. */
export const deletedNames = new Map<string, string>();

/** Said where the form of a one-time link came without its token. */
export const NO_TOKEN = 'The token is missing. Open the link again, or paste the part after #token=.';

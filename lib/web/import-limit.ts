/** Of one request that holds a file of secrets: 10,000 of them with some 1,600 bytes each. Both sides keep to it. */
export const MAX_IMPORT_BYTES = 16 * 1024 * 1024;

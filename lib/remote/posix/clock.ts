/** Prints the time of a host, in seconds since 1970. */
export const askTime = 'date +%s'

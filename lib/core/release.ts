/** The release whose code this is. What one of them has noted on a host, no other believes. */
export const release = '0.1.0'

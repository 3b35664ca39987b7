import { hostname, userInfo } from 'node:os'

/** Who runs it, from where, as in `ann@laptop`: told to those who wait for a host, and kept in its journal. */
export const runBy = (): string => `${userInfo().username}@${hostname()}`

/** A key that is often written and never read, in the notation of the living keys, and the one that is meant. */
export interface DeadKey {
  readonly key: string
  /** Nothing: what it says can be said nowhere. */
  readonly living?: string
}

export const deadKeys: readonly DeadKey[] = [
  { key: 'keystore.primary.name', living: 'keystore.primary.file_name' },
  { key: 'keystore.internal.filename', living: 'keystore.internal.file_name' },
  ...['url', 'username', 'password', 'driver', 'pool_options.*'].map((key) => ({
    key: `database.bps_database.${key}`,
    living: `bps_database.config.${key}`,
  })),
  { key: 'server.mgt_hostname', living: 'server.mgt_console_hostname' },
  { key: 'server.pattern' },
]

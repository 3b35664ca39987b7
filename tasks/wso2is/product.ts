/** An unpacked Identity Server. */
export interface IdentityServer {
  /** Its folder on the host (CARBON_HOME). */
  readonly home: string
}

/** Versions whose configuration these tasks know. Later ones are configured by one `deployment.toml` instead. */
export const versions = ['5.3.0', '5.4.0', '5.4.1', '5.5.0', '5.6.0', '5.7.0', '5.8.0'] as const

export type Version = (typeof versions)[number]

/** Whether a version is this one or a later one. */
export const isAtLeast = (version: Version, since: Version): boolean =>
  versions.indexOf(version) >= versions.indexOf(since)

/** The path of a file of the server's configuration: `conf(home, 'carbon.xml')`. */
export const conf = (home: string, file: string): string => `${home}/repository/conf/${file}`

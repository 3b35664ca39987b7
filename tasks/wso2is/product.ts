import * as v from 'valibot'
import { UsageError } from '../../lib/core/failure.ts'
import { hostPath } from '../support/schema.ts'

/** Versions that are configured file by file. */
export const fileVersions = ['5.3.0', '5.4.0', '5.4.1', '5.5.0', '5.6.0', '5.7.0', '5.8.0'] as const

/** Versions that are configured by `repository/conf/deployment.toml`, from which a server makes the other files at its start. */
export const tomlVersions = ['5.9.0', '5.10.0', '5.11.0', '6.0.0', '6.1.0', '7.0.0', '7.1.0', '7.2.0', '7.3.0'] as const

/** Versions whose configuration these tasks know, in order. */
export const versions = [...fileVersions, ...tomlVersions] as const

export type Version = (typeof versions)[number]
export type TomlVersion = (typeof tomlVersions)[number]

/** One of the versions. */
export const version: v.GenericSchema<Version> = v.picklist(
  versions,
  ({ received }) => `it is ${received}: give a version of the product that is known here: ${versions.join(', ')}`,
)

/** The options that every task of an unpacked Identity Server has. */
export type ProductOptions = {
  /** Its folder on the host (CARBON_HOME). */
  readonly home: v.GenericSchema<string>
  /** Its version, which decides what its files are like. */
  readonly version: v.GenericSchema<Version>
}

/** The options of a task of the product: those that all of them have, and its own. */
export const ofProduct = <const Own extends v.ObjectEntries>(
  own: Own,
): v.StrictObjectSchema<ProductOptions & Own, undefined> => v.strictObject({ home: hostPath, version, ...own })

/** The same for a task that edits a file which later versions make from `deployment.toml`, or no longer have. */
export const ofProductUntil = <const Own extends v.ObjectEntries>(
  last: Version,
  own: Own,
  instead = 'use deploymentToml()',
): v.StrictObjectSchema<ProductOptions & Own, undefined> =>
  v.strictObject({
    home: hostPath,
    version: v.pipe(
      version,
      v.check(
        (found) => isAtLeast(last, found),
        ({ input }) =>
          `it is ${input}, which does not read this file as it stands (the last to do so is ${last}): ${instead}`,
      ),
    ),
    ...own,
  })

/** Whether a version is configured by `deployment.toml`. */
export const isByToml = (version: Version): version is TomlVersion =>
  (tomlVersions as readonly Version[]).includes(version)

/** An unpacked Identity Server. */
export const identityServer = ofProduct({})
export type IdentityServer = v.InferInput<typeof identityServer>

/** Whether a version is this one or a later one. */
export const isAtLeast = (found: Version, since: Version): boolean => placeOf(found) >= placeOf(since)

function placeOf(one: Version): number {
  const at = versions.indexOf(one)
  if (at >= 0) return at
  throw new UsageError(`${one} is no version of the product that is known here: give one of ${versions.join(', ')}`)
}

/** The page of the console that everybody may see: from 7.1.0 on it may be without a form, and begins a session all the same. */
export const loginPage = '/carbon/admin/login.jsp'

/** What a client of OpenID Connect asks first, and everybody may. */
export const discoveryPage = '/oauth2/token/.well-known/openid-configuration'

/** The path of a file of the server's configuration: `conf(home, 'carbon.xml')`. */
export const conf = (home: string, file: string): string => `${home}/repository/conf/${file}`

import { makesIdentifiers } from '../../../tasks/wso2is/configuration/directory/identifiers.ts'
import { isAtLeast, isByToml } from '../../../tasks/wso2is/product.ts'
import { placeOf, type Setting } from '../../../tasks/wso2is/versions/places.ts'
import { releaseOf } from '../../../tasks/wso2is/versions/releases.ts'
import type { Variables } from '../variables.ts'

/** Variables that a version has no place for, and such as it cannot do without. */
export function versionFaults(vars: Variables, nodes: number): string[] {
  return [...misplaced(vars), ...(isByToml(vars.version) ? [...missing(vars, nodes), ...strange(vars, nodes)] : [])]
}

/** Whether a variable says anything that a version has to have a place for. */
const said: Partial<Record<Setting, (vars: Variables) => boolean>> = {
  managementHostname: ({ managementHostname, hostname }) => (managementHostname ?? hostname) !== hostname,
  internalHostname: ({ internalHostname }) => internalHostname !== undefined,
  'databases.processes': ({ databases }) => databases.processes !== undefined,
  'databases.consent': ({ databases }) => databases.consent !== undefined,
  'databases.agentIdentity': ({ databases }) => databases.agentIdentity !== undefined,
  jndi: ({ jndi }) => Object.values(jndi).some((name) => name !== undefined),
  dashboardDatasources: ({ dashboardDatasources }) => dashboardDatasources,
  callbackUrls: ({ callbackUrls }) => callbackUrls,
  'userStore.userIdAttribute': ({ userStore }) => userStore.kind !== 'jdbc' && userStore.userIdAttribute !== undefined,
  'keystore.for': ({ keystore }) => keystore?.for !== undefined,
  adminPassword: ({ adminPassword }) => adminPassword !== undefined,
  encryptionKey: ({ encryptionKey }) => encryptionKey !== undefined,
  recoveryPassword: ({ recoveryPassword }) => recoveryPassword !== undefined,
  healthCheck: ({ healthCheck }) => healthCheck === true,
  'share.deployment': ({ share }) => share?.what === 'deployment',
}

const misplaced = (vars: Variables): string[] =>
  Object.entries(said).flatMap(([name, isSaid]) => {
    const place = placeOf(name as Setting, vars.version)
    if (!('refused' in place) || !isSaid(vars)) return []
    const variable = name === 'share.deployment' ? "share.what is 'deployment'" : `${name} is given`
    return [`vars.${variable}, but version is ${vars.version}: ${place.refused}: ${place.instead}`]
  })

/** What every pack has alike, or has for one node alone. */
function missing(vars: Variables, nodes: number): string[] {
  const { version, databases, userStore, adminPassword, encryptionKey, accept } = vars
  const several = nodes > 1
  return [
    ...(several && isAtLeast(version, '7.2.0') && databases.agentIdentity === undefined
      ? ['vars.databases.agentIdentity is missing: without it each node has agents of its own, in a file']
      : []),
    ...(adminPassword === undefined && !accept.includes('adminPassword') && !hasOwnAdmin(vars)
      ? [
          "vars.adminPassword is missing: the administrator's password is that of every pack, admin; give one, or say accept: ['adminPassword']",
        ]
      : []),
    ...(adminPassword !== undefined && hasOwnAdmin(vars)
      ? [
          `vars.adminPassword is given, but with userStore of kind ${userStore.kind} Identity Server ${version} does not set it: leave it out, and have the administrator's password set in the directory`,
        ]
      : []),
    ...(several && releaseOf(version).publicKey && encryptionKey === undefined && !accept.includes('encryptionKey')
      ? [
          "vars.encryptionKey is missing: data would be encrypted by the key that every pack has; give one (openssl rand -hex 16), or say accept: ['encryptionKey']",
        ]
      : []),
  ]
}

/** In earlier versions the administrator of a directory is who they are there. */
const hasOwnAdmin = ({ version, userStore }: Variables): boolean =>
  userStore.kind !== 'jdbc' && !isAtLeast(version, '6.0.0')

function strange({ version, datasources, userStore }: Variables, nodes: number): string[] {
  const local = userStore.kind !== 'jdbc' && /^ldaps?:\/\/(localhost|127\.|\[::1\])/.test(userStore.url)
  return [
    ...datasources
      .filter(({ name, jndi }) => jndi !== `jdbc/${name}` || !/^[\w-]+$/.test(name))
      .map(
        ({ name, jndi }) =>
          `vars.datasources: ${name} has the JNDI name ${jndi}, and its name makes it here: write a name of letters, digits, - and _, and jndi: 'jdbc/NAME'`,
      ),
    ...(version === '5.10.0' && userStore.kind === 'ldap' && makesIdentifiers(userStore)
      ? [
          'vars.userStore.userIdAttribute names an attribute that the directory writes by itself, but Identity Server 5.10.0 writes it into each user that it makes, and the directory would refuse that: give one of the class of users that holds text and is otherwise not used, as employeeNumber, or only read the directory (readOnlyLdap)',
        ]
      : []),
    ...(nodes > 1 && local
      ? [
          'vars.userStore.url is of the node itself: each node would have users of its own; name a directory that all reach',
        ]
      : []),
  ]
}

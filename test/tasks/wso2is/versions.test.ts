import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { local } from '../../../lib/core/connection.ts'
import { isGiven } from '../../../lib/core/given.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import { flatten } from '../../../lib/core/resource.ts'
import type { TomlEdit } from '../../../lib/edit/toml/index.ts'
import { isTable, type TomlValue } from '../../../lib/edit/toml/value.ts'
import { node } from '../../../playbooks/pattern1/node.ts'
import { Pattern1, type Variables } from '../../../playbooks/pattern1/variables.ts'
import type { UserStore } from '../../../tasks/wso2is/configuration/user-store.ts'
import {
  activeDirectory,
  fileVersions,
  ldap,
  mysql,
  readOnlyLdap,
  type TomlVersion,
  tomlVersions,
  type Version,
  versions,
} from '../../../tasks/wso2is/index.ts'
import { livingKey } from '../../../tasks/wso2is/toml/living-key.ts'
import { livingKeys } from '../../../tasks/wso2is/toml/living-keys.ts'
import { hasKey, keyOf, placeOf, settingNames } from '../../../tasks/wso2is/versions/places.ts'
import { releaseOf } from '../../../tasks/wso2is/versions/releases.ts'

/** The tables of versions, turned round: nothing is written that a version does not read, and no setting is forgotten. */
const test = suite('places of settings')
const server = { host: 'db', user: 'u', password: 'p' }
const to = (name: string) => mysql({ ...server, name })

/** All that a version takes, with users and a key store of one kind. */
function everything(version: Version, { userStore, use }: Kind = {}): Variables {
  const takes = (setting: (typeof settingNames)[number]) => !('refused' in placeOf(setting, version))
  const given = v.parse(Pattern1, {
    version,
    home: '/opt/is',
    driver: 'x.jar',
    hostname: 'is.example.com',
    member: '10.0.0.11',
    offset: 1,
    remoteIpValve: { internalProxies: 'x' },
    sessions: { persist: true, temporary: true },
    truststorePassword: 'p',
    databases: {
      userStore: to('UM'),
      identity: to('ID'),
      registry: to('REG'),
      ...(takes('databases.consent') ? { consent: to('CON') } : {}),
      ...(takes('databases.processes') ? { processes: to('BPS') } : {}),
      ...(takes('databases.agentIdentity') ? { agentIdentity: to('AGENT') } : {}),
    },
    datasources: [{ name: 'MINE', description: 'mine', jndi: 'jdbc/MINE', database: to('MINE') }],
    ...(takes('managementHostname') ? { managementHostname: 'mgt.example.com' } : {}),
    ...(takes('internalHostname') ? { internalHostname: 'is1' } : {}),
    ...(takes('adminPassword') ? { adminPassword: 'p' } : {}),
    ...(takes('encryptionKey') ? { encryptionKey: 'p' } : {}),
    ...(takes('recoveryPassword') ? { recoveryPassword: 'p' } : {}),
    ...(takes('callbackUrls') ? { callbackUrls: true } : {}),
    ...(userStore === undefined ? {} : { userStore }),
    ...(use === undefined ? {} : { keystore: { from: 'keys/is.p12', password: 'p', alias: 'is', for: use } }),
  })
  return given
}

interface Kind {
  readonly userStore?: UserStore
  readonly use?: 'tls' | 'primary'
}
const people = {
  ...{ bindDn: 'cn=is', password: 'p', userSearchBase: 'u', groupSearchBase: 'g' },
  ...{ userFilter: '(a=b)', userNameAttribute: 'a', groupFilter: '(c=d)', groupNameAttribute: 'c' },
  ...{ membershipAttribute: 'm', userIdAttribute: 'objectGUID' },
}
const kinds: readonly Kind[] = [
  { use: 'tls' },
  { use: 'primary', userStore: ldap({ ...people, url: 'ldap://l:389', startTls: true, groupObjectClass: 'x' }) },
  { userStore: readOnlyLdap({ ...people, url: 'ldaps://l:636' }) },
  { userStore: activeDirectory({ ...people, url: 'ldaps://l:636', userIdAttribute: 'employeeID' }) },
]

function planned(version: Version, kind?: Kind) {
  const vars = everything(version, kind)
  const inventory = defineInventory<Variables>({ hosts: { is1: { connect: local(), groups: ['is'] } }, vars })
  const [host] = inventory.hosts
  return flatten(host === undefined ? [] : node(host, inventory)).filter((one) => !isGiven(one))
}

const leaves = (path: readonly (string | number)[], value: TomlValue): (string | number)[][] =>
  isTable(value) ? Object.entries(value).flatMap(([key, inner]) => leaves([...path, key], inner)) : [[...path]]

/** The keys of deployment.toml that pattern1 sets in a version. */
function keysOf(version: TomlVersion): (string | number)[][] {
  const resources = [undefined, ...kinds].flatMap((kind) => planned(version, kind))
  return resources.flatMap(({ task, args }) => {
    if (task === 'firstSecrets')
      return secrets.filter((name) => hasKey(name, version)).map((name) => keyOf(name, version).split('.'))
    const edits: readonly TomlEdit[] = task === 'deploymentToml' ? Reflect.get(args, 'edits') : []
    return edits.flatMap((edit) => {
      const path = edit.at.map((step) => (typeof step === 'object' ? 0 : step))
      if (edit.edit === 'set') return leaves(path, edit.value)
      return edit.edit === 'ensureMember' ? leaves([...path, 0], edit.value) : []
    })
  })
}
const secrets = ['adminPassword', 'encryptionKey', 'recoveryPassword', 'recoveryHash'] as const

for (const version of tomlVersions)
  test(`${version}: each key that pattern1 writes is among those that it reads, and each setting is written`, () => {
    const keys = keysOf(version)
    const names = new Set(keys.map((path) => path.join('.')))
    assert.ok(names.size > 60, String(names.size))
    for (const setting of settingNames.filter((one) => hasKey(one, version))) {
      const key = keyOf(setting, version)
      assert.ok(
        [...names].some((name) => name === key || name.startsWith(`${key}.`)),
        `${setting}: ${key}`,
      )
    }
    for (const path of keys) assert.ok(livingKey(version, path), path.join('.'))
  })

for (const version of tomlVersions)
  test(`${version}: each key that a setting has there is among those that it reads, itself or by what is below it`, () => {
    for (const setting of settingNames) {
      const place = placeOf(setting, version)
      if (!('key' in place)) continue
      const read = livingKeys.some(
        ({ key }) =>
          (key === place.key || key.startsWith(`${place.key}.`) || key.startsWith(`${place.key}[]`)) &&
          livingKey(
            version,
            key
              .replaceAll('[]', '.[]')
              .split('.')
              .map((part) => (part === '[]' ? 0 : part)),
          ),
      )
      const at = place.key.split('.')
      const any = [at, [...at, 'x'], [...at, 'url']].some((path) => livingKey(version, path) !== undefined)
      assert.ok(read || any, `${setting}: ${place.key}`)
    }
  })

for (const version of fileVersions)
  test(`${version}: each file that pattern1 edits has a row, and each row is edited`, () => {
    const edited = new Set(
      planned(version)
        .filter(({ task }) => task === 'xml' || task === 'json')
        .map(({ args }) => String(Reflect.get(args, 'path')).replace('/opt/is/repository/', '')),
    )
    const rows = new Set(
      settingNames.flatMap((setting) => {
        const place = placeOf(setting, version)
        return 'file' in place ? [place.file] : []
      }),
    )
    assert.equal([...edited].sort(), [...rows].sort())
  })

test('each variable of pattern1 is a setting of a version, or is the same for all of them', () => {
  const settings = new Set(settingNames.map((name) => name.split('.')[0]))
  const free = Object.keys(Pattern1.entries).filter((name) => !settings.has(name))
  assert.equal(free.sort(), [
    ...['accept', 'certificateNames', 'databaseAdmin', 'databaseServer', 'driver', 'home', 'hostsFile', 'java'],
    ...['loadBalancer', 'memberRange', 'nginx', 'pack', 'scripts', 'start', 'tls', 'version'],
  ])
})

test('a setting that is refused says what to do', () => {
  for (const version of versions)
    for (const setting of settingNames) {
      const place = placeOf(setting, version)
      if ('refused' in place) assert.match(`${place.refused}: ${place.instead}`, /^\S.{5,}: \S.{5,}$/)
    }
})

test('the stores of a pack, and what it has for the world', () => {
  const told = (version: Version) => {
    const { stores, certificateEnds, publicKey } = releaseOf(version)
    return `${version} ${stores} ${certificateEnds}${publicKey ? ' public key' : ''}`
  }
  assert.equal(
    ['5.8.0', ...tomlVersions].map((version) => told(version as Version)),
    [
      '5.8.0 jks 2027-07-17',
      '5.9.0 jks 2029-08-20',
      '5.10.0 jks 2022-01-25',
      '5.11.0 jks 2022-01-25 public key',
      '6.0.0 jks 2024-04-30 public key',
      '6.1.0 jks 2024-04-30 public key',
      '7.0.0 jks 2025-01-07 public key',
      '7.1.0 p12 2026-01-08 public key',
      '7.2.0 p12 2026-01-08 public key',
      '7.3.0 p12 2028-07-09 public key',
    ],
  )
})

test.run()

import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { contentFact } from '../../../lib/core/fact.ts'
import { isRefusal, refuse, warn } from '../../../lib/core/failure.ts'
import { parseToml } from '../../../lib/edit/toml/parse.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import { isAtLeast, type TomlVersion } from '../product.ts'
import { tomlEntries } from './deployment-toml.ts'
import { tomlPath } from './edit-deployment-toml.ts'
import { leavesOf, textAt } from './leaves.ts'
import { livingFor, show } from './living-for.ts'
import { livingKey } from './living-key.ts'

const options = v.strictObject(tomlEntries)
export type TomlReview = v.InferInput<typeof options>

/**
 * Changes nothing: tells of the keys in deployment.toml that the version is not known to read, each with what is meant, and
 * of what is as public as the pack. Refuses a file that the product's parser does not take.
 *
 * @example deploymentTomlReview({ home, version: '7.2.0' })
 */
export const deploymentTomlReview = defineCheck('deploymentTomlReview', {
  options,
  title: ({ home }) => `look through deployment.toml of ${home}`,
  reads: ({ home }) => ({ at: contentFact(tomlPath(home)) }),
  check: ({ home, version }, { at }) => {
    const path = tomlPath(home)
    if (at.type !== 'file')
      return refuse(`${path} is ${at.type === 'absent' ? 'not there' : at.type}`, 'unpack the product before')
    const document = parseToml(Buffer.from(bytesOf(at.content)).toString(), 'wso2')
    if (isRefusal(document)) return { ...document, refusal: `${path}: ${document.refusal}` }
    const words = [...strangers(version, document), ...doubts(version, document)]
    return words.length === 0 ? 'each of its keys is read' : warn(words.join('; '))
  },
})

/** Those of which nobody here knows what is meant may well be read: the list has what pattern1 is about. */
function strangers(version: TomlVersion, document: TomlDocument): string[] {
  const all = leavesOf(document)
    .filter(({ path }) => livingKey(version, path) === undefined)
    .map(({ path }) => ({ name: show(path), meant: livingFor(version, path) }))
  const others = all.filter(({ meant }) => meant === undefined).map(({ name }) => name)
  return [
    ...all
      .filter(({ meant }) => meant !== undefined)
      .map(({ name, meant }) => `${name} is not known to be read by ${version} (${meant})`),
    ...(others.length === 0
      ? []
      : [`${[...new Set(others)].join(', ')} is not known here (see that it is spelt as the product has it)`]),
  ]
}

function doubts(version: TomlVersion, document: TomlDocument): string[] {
  const text = (key: string) => textAt(document, key.split('.'))
  return [
    ...(text('carbon_health_check.enable') === 'true'
      ? []
      : ['carbon_health_check is off: the health check answers 200 however the server is']),
    ...(isAtLeast(version, '5.11.0') && text('identity.auth_framework.endpoint.app_password') === 'dashboard'
      ? ['identity.auth_framework.endpoint.app_password is that of every pack']
      : []),
    ...(text('super_admin.password') === 'admin' ? ['super_admin.password is that of every pack'] : []),
    ...(text('clustering.membership_scheme') !== undefined &&
    !isAtLeast(version, '7.0.0') &&
    text('bps_database.config.url') === undefined
      ? ['business processes are in a file of each node (databases.processes puts them on a server)']
      : []),
    ...(isAtLeast(version, '7.2.0') && drivers(document).includes('com.mysql.jdbc.Driver')
      ? ["com.mysql.jdbc.Driver is of Connector/J 5.1, and this version asks for 8.2 or later (connector: '8')"]
      : []),
    ...(isAtLeast(version, '5.11.0') && text('encryption.key') === undefined
      ? ['encryption.key is not set: data is encrypted by a key that every pack has']
      : []),
  ]
}

const drivers = (document: TomlDocument): (string | undefined)[] =>
  leavesOf(document)
    .filter(({ path }) => path.at(-1) === 'driver')
    .map(({ path }) => textAt(document, path.map(String)))

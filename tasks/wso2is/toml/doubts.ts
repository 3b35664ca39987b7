import { sentence } from '../../../lib/core/failure.ts'
import type { TomlDocument } from '../../../lib/edit/toml/tree.ts'
import { isAtLeast, type TomlVersion } from '../product.ts'
import { type Leaf, leavesOf, textAt } from './leaves.ts'
import { show } from './living-for.ts'
import { livingKey } from './living-key.ts'
import { wordFault } from './words.ts'

/** What is read, and is not as anybody would have it. */
export function doubtsOf(version: TomlVersion, document: TomlDocument): string[] {
  const text = (key: string) => textAt(document, key.split('.'))
  return [
    ...leavesOf(document).flatMap((leaf) => misread(version, leaf)),
    ...(text('clustering.membership_scheme') === undefined &&
    leavesOf(document).some(({ path: [table] }) => table === 'clustering')
      ? [
          'clustering.membership_scheme is not set, and without it the rest of clustering turns nothing on (write "wka")',
        ]
      : []),
    ...h2Tables(document),
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

/** What a version reads at a key, and takes for something else than it says. What it puts in itself is not known here. */
function misread(version: TomlVersion, { path, texts }: Leaf): string[] {
  const living = livingKey(version, path)
  return texts
    .filter((text) => living !== undefined && !/\$(?:ref|env|sys|secret)\{/.test(text))
    .flatMap((text) => {
      const fault = wordFault(version, path, text)
      if (fault) return [sentence(fault)]
      return living?.lands === undefined && /<|&(?!(?:\w+|#\d+|#x[\da-f]+);)/i.test(text)
        ? [
            `${show(path)} holds a bare & or <, and is put into XML as it stands, which is none then (write &amp; or &lt;)`,
          ]
        : []
    })
}

/** The type of the pack brings H2's driver for whatever URL. */
const h2Tables = (document: TomlDocument): string[] =>
  leavesOf(document)
    .filter(
      ({ path, texts: [type] }) => path.length === 3 && path[0] === 'database' && path[2] === 'type' && type === 'h2',
    )
    .flatMap(({ path: [, name] }) => {
      const table = ['database', String(name)]
      const url = textAt(document, [...table, 'url'])
      return url === undefined || url.startsWith('jdbc:h2:') || textAt(document, [...table, 'driver']) !== undefined
        ? []
        : [`${table.join('.')}.type is h2, which brings H2's driver for another URL (write the type of the database)`]
    })

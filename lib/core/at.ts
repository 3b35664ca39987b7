import { tell } from './collect-faults.ts'
import { kindOf, UsageError } from './failure.ts'
import { isPlain, isText } from './keys.ts'
import { flatten, type Given, type Resource, type Resources } from './resource.ts'

/**
 * The same resources, carried out at another host of the inventory, at this place among the steps of the host whose list they are in: under
 * that host's lock, by its own privileges, and kept in its own journal. It is done even where `--limit` leaves that host out.
 *
 * @example
 * play('update', inventory.group('web'), (web) => [
 *   at('lb', lines({ path: '/etc/nginx/down.conf', edits: [lines.ensure(`server ${web.name} down;`)] })),
 *   packages({ names: ['app'] }),
 *   at('lb', lines({ path: '/etc/nginx/down.conf', edits: [lines.remove(`server ${web.name} down;`)] })),
 * ], { serial: 1 })
 */
export function at(host: { readonly name: string } | string, resources: Resources): (Resource | Given)[] {
  const name: unknown = isPlain(host) ? host.name : host
  if (!isText(name)) {
    tell(new UsageError(`at is given ${kindOf(host)} for a host: write at('lb', [ … ]), or give inventory.host('lb')`))
    return []
  }
  return flatten(resources).map((one) =>
    one.at === undefined ? { ...one, at: name, key: `${one.key}@${name}`, title: `${one.title} (at ${name})` } : one,
  )
}

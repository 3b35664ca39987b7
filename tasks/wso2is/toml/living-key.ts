import { type LivingKey, livingKeys, type TomlVersion, tomlVersions } from './living-keys.ts'

/**
 * What is known of a key in a version; nothing where the version does not read it. A number stands for any member of an
 * array of tables.
 *
 * @example livingKey('7.2.0', ['datasource', 'AgentIdentity', 'url'])
 */
export const livingKey = (version: TomlVersion, path: readonly (string | number)[]): LivingKey | undefined =>
  livingKeys.find((living) => isRead(living, version) && matches(living.key, path))

const isRead = ({ since = '5.9.0', until = '7.3.0' }: LivingKey, version: TomlVersion): boolean =>
  order(since) <= order(version) && order(version) <= order(until)

const order = (version: TomlVersion): number => tomlVersions.indexOf(version)

function matches(key: string, path: readonly (string | number)[]): boolean {
  const parts = key.replaceAll('[]', '.[]').split('.')
  return (
    parts.length === path.length &&
    parts.every((part, index) => {
      const step = path[index]
      return typeof step === 'number' ? part === '[]' : part === step || part === '*'
    })
  )
}

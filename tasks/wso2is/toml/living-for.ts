import { nearest } from '../../../lib/core/nearest.ts'
import { showPath } from '../../../lib/edit/toml/path.ts'
import type { TomlVersion } from '../product.ts'
import { deadKeys } from './dead-keys.ts'
import { livingKey } from './living-key.ts'
import { type LivingKey, livingKeys } from './living-keys.ts'

type Path = readonly (string | number)[]

/** What is meant by a key that a version does not read; undefined: nobody here knows. */
export function livingFor(version: TomlVersion, path: Path): string | undefined {
  const name = show(path)
  const dead = deadKeys.find(({ key }) => key === name || (key.endsWith('.*') && name.startsWith(key.slice(0, -1))))
  if (dead && dead.living === undefined) return 'it says nothing to any version: take it out'
  const living = dead?.living?.replace('*', name.slice(dead.key.length - 1))
  if (living !== undefined)
    return livingKey(version, living.split('.'))
      ? `write ${living}`
      : `${living} is meant, which is read ${readBy(living)}: take it out`
  const readHere = livingKeys.filter((one) => isRead(version, one)).map(({ key }) => key)
  const near = nearest(name, readHere)
  if (near !== undefined) return `write ${near}`
  const elsewhere = readBy(name)
  return elsewhere === undefined ? undefined : `it is read ${elsewhere}: take it out`
}

/** By which versions a key is read, in words. */
function readBy(name: string): string | undefined {
  const known = livingKeys.find(({ key }) => key === name || (key.endsWith('.*') && name.startsWith(key.slice(0, -1))))
  const { since, until } = known ?? {}
  if (since !== undefined && since === until) return `by ${since} alone`
  if (since !== undefined && until !== undefined) return `from ${since} to ${until}`
  return since !== undefined ? `from ${since} on` : until === undefined ? undefined : `up to ${until}`
}

const isRead = (version: TomlVersion, { key }: LivingKey): boolean =>
  livingKey(
    version,
    key
      .replaceAll('[]', '.[]')
      .split('.')
      .map((part) => (part === '[]' ? 0 : part)),
  ) !== undefined

/** A path in the notation of the living keys. */
export const show = (path: Path): string => showPath(path).replace(/\[\d+\]/g, '[]')

import { type LivingKey, livingKeys, type TomlVersion, tomlVersions } from './living-keys.ts'

type Path = readonly (string | number)[]

/**
 * What is known of a key in a version; nothing where the version does not read it. A number stands for any member of an
 * array of tables.
 *
 * @example livingKey('7.2.0', ['datasource', 'AgentIdentity', 'url'])
 */
export const livingKey = (version: TomlVersion, path: Path): LivingKey | undefined =>
  livingKeys.find((living) => isRead(living, version) && matchesKey(living.key, path))

/** Whether a version reads a key below a table. */
export const isLivingTable = (version: TomlVersion, path: Path): boolean =>
  livingKeys.some((living) => isRead(living, version) && fits(partsOf(living.key).slice(0, path.length), path))

/** Whether a path is one that a key in the notation of the living keys stands for. */
export const matchesKey = (key: string, path: Path): boolean => fits(partsOf(key), path)

const isRead = ({ since = '5.9.0', until = '7.3.0' }: LivingKey, version: TomlVersion): boolean =>
  order(since) <= order(version) && order(version) <= order(until)

const order = (version: TomlVersion): number => tomlVersions.indexOf(version)

const partsOf = (key: string): string[] => key.replaceAll('[]', '.[]').split('.')

const fits = (parts: readonly string[], path: Path): boolean =>
  parts.length === path.length &&
  parts.every((part, index) => {
    const step = path[index]
    return typeof step === 'number' ? part === '[]' : part === step || part === '*'
  })

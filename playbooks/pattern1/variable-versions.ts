import { type Version, versions } from '../../tasks/wso2is/product.ts'
import { placeOf, settingNames } from '../../tasks/wso2is/versions/places.ts'

/**
 * Which versions a variable is for, in words: those that have a place for what it says.
 *
 * @example versionsOf('databases.processes') // '5.9.0 – 6.1.0'
 */
export function versionsOf(variable: string): string {
  // Its own place, else that of what it is a part of.
  const setting =
    settingNames.find((name) => variable === name) ?? settingNames.find((name) => variable.startsWith(`${name}.`))
  const takes = (version: Version) => setting === undefined || !('refused' in placeOf(setting, version))
  const taken = versions.filter(takes)
  if (taken.length === versions.length) return 'all'
  const left = versions.filter((version) => !takes(version))
  return isRow(taken) ? range(taken) : `all but ${range(left)}`
}

/** Whether versions follow each other. */
const isRow = (some: readonly Version[]): boolean =>
  some.every((version, at) => versions.indexOf(version) === versions.indexOf(some[0] as Version) + at)

const range = (some: readonly Version[]): string => `${some[0]} – ${some.at(-1)}`

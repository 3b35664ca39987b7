import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { isSecret } from '../../../lib/core/secret.ts'
import type { TomlEdit, TomlValue, TomlValues } from '../../../lib/edit/toml/index.ts'
import type { TomlStep } from '../../../lib/edit/toml/path.ts'
import { isArray, isDate, isTable } from '../../../lib/edit/toml/value.ts'
import type { TomlVersion } from '../product.ts'
import { landing } from './landing.ts'
import { livingFor, show } from './living-for.ts'
import { isLivingTable, livingKey } from './living-key.ts'
import type { LivingKey } from './living-keys.ts'
import { wordFault } from './words.ts'

type Path = readonly (string | number)[]

/**
 * Edits of deployment.toml as they have to be made: each text as it lands in the product's own files. A key that the
 * version does not read is refused, for the product passes it over without a word.
 */
export function knownEdits(version: TomlVersion, edits: readonly TomlEdit[]): TomlEdit[] | Refusal {
  const made: TomlEdit[] = []
  for (const edit of edits) {
    const known = knownEdit(version, edit)
    if (isRefusal(known)) return known
    made.push(known)
  }
  return made
}

function knownEdit(version: TomlVersion, edit: TomlEdit): TomlEdit | Refusal {
  const path = edit.at.map(placeOf)
  switch (edit.edit) {
    case 'remove':
      return edit
    case 'ensureTable':
      return isLivingTable(version, path) ? edit : unknown(version, path)
    case 'rename': {
      const renamed = [...path.slice(0, -1), edit.key]
      return isLivingTable(version, renamed) ? edit : unknown(version, renamed)
    }
    case 'set': {
      const value = known(version, path, edit.value)
      return isRefusal(value) ? value : { ...edit, value }
    }
    case 'ensureMember': {
      const value = known(version, [...path, 0], edit.value)
      return isRefusal(value) ? value : { ...edit, value: value as TomlValues }
    }
  }
}

/** Which member of an array of tables a step means is of no weight. */
const placeOf = (step: TomlStep): string | number => (typeof step === 'string' ? step : 0)

function known(version: TomlVersion, path: Path, value: TomlValue): TomlValue | Refusal {
  if (isArray(value) && value.length > 0 && value.every(isTable))
    return each(value, (one) => known(version, [...path, 0], one))
  if (isTable(value)) {
    if (Object.keys(value).length === 0 && !isLivingTable(version, path)) return unknown(version, path)
    const entries = each(Object.entries(value), ([key, inner]) => {
      const found = known(version, [...path, key], inner)
      return isRefusal(found) ? found : ([key, found] as const)
    })
    return isRefusal(entries) ? entries : Object.fromEntries(entries)
  }
  const living = livingKey(version, path)
  if (living === undefined) return unknown(version, path)
  const fits = typeFits(living, value)
  if (!fits) return refuse(`${show(path)} is to be ${words[living.type]} in Identity Server ${version}`, 'give one')
  const land = (one: TomlValue) => landed(version, living, path, one)
  return isArray(value) ? each(value, land) : land(value)
}

function landed(version: TomlVersion, living: LivingKey, path: Path, value: TomlValue): TomlValue | Refusal {
  if (isSecret(value)) return landing(living, value)
  return typeof value === 'string' ? (wordFault(version, path, value) ?? landing(living, value)) : value
}

const words = { text: 'a text', number: 'a whole number', boolean: 'true or false', texts: 'a list of texts' }

function typeFits({ type }: LivingKey, value: TomlValue): boolean {
  if (isDate(value)) return false
  if (type === 'texts') return isArray(value) && value.every((one) => typeof one === 'string' || isSecret(one))
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'number') return typeof value === 'bigint' || /^-?\d+$/.test(String(value))
  return !isArray(value)
}

function each<From, To>(list: readonly From[], make: (one: From) => To | Refusal): To[] | Refusal {
  const made: To[] = []
  for (const one of list) {
    const next = make(one)
    if (isRefusal(next)) return next
    made.push(next)
  }
  return made
}

function unknown(version: TomlVersion, path: Path): Refusal {
  return refuse(
    `${show(path)} is no key that Identity Server ${version} is known to read, and others it passes over without a word`,
    livingFor(version, path) ?? 'take it out, or edit the file with toml() if you know better',
  )
}

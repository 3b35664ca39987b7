import type { Secret } from '../../../lib/core/secret.ts'
import { set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import type { TomlVersion } from '../product.ts'
import { keyOf } from '../versions/places.ts'
import { type Names, urlOf } from './name-edits.ts'

/** Whether sessions, and those that are not yet authenticated (`temporary`), outlive a node. */
export const sessionEdits = (
  version: TomlVersion,
  { persist, temporary }: { readonly persist: boolean; readonly temporary: boolean },
): TomlEdit[] => [
  set(keyOf('sessions.persist', version), persist),
  set(keyOf('sessions.temporary', version), temporary),
]

/** The health check: without it the product answers 200 to whoever asks, however it is. */
export const healthEdits = (version: TomlVersion, datasources: readonly string[]): TomlEdit[] => [
  set(keyOf('healthCheck', version), true),
  set([...keyOf('healthDatasources', version).split('.'), 'monitored.datasources'], datasources.join(',')),
]

/** Where sign-on returns to, of the two applications of the product; else it is as the first start found it. */
export const callbackEdits = (version: TomlVersion, names: Pick<Names, 'hostname' | 'httpsPort'>): TomlEdit[] => [
  set(keyOf('callbackUrls', version), `${urlOf(names)}/console`),
  set(keyOf('myAccountCallback', version), `${urlOf(names)}/myaccount`),
]

/** The password of the trust store, where it is no longer that of the pack. */
export const truststoreEdits = (version: TomlVersion, password: string | Secret | undefined): TomlEdit[] =>
  password === undefined ? [] : [set(keyOf('truststorePassword', version), password)]

import { mask, masker } from '../core/mask.ts'
import { secretsIn } from '../core/secret.ts'
import type { Prepared } from './prepare.ts'

/**
 * Hides what the words of a command line have of secrets: their characters wherever they stand, and the value of a variable that is
 * one, or was before it was set, also where it is too short or too ordinary to be looked for.
 *
 * @example wordMask(prepared)('password=hunter2') // 'password=********'
 */
export function wordMask({ secrets, ...prepared }: Pick<Prepared, 'secrets' | 'inventory' | 'unset'>) {
  const hide = masker(secrets)
  const places = [prepared.unset, prepared.inventory].flatMap(({ vars, hosts }) => [
    vars,
    ...hosts.map((host) => host.vars),
  ])
  return (word: string): string => {
    const [, before = '', path] = /^((?:--set=|-e)?([\w.-]+)=)./s.exec(word) ?? []
    const isSecret = path !== undefined && places.some((vars) => secretsIn(valueAt(vars, path)).length > 0)
    return isSecret ? `${before}${mask}` : hide(word)
  }
}

const valueAt = (vars: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
      vars,
    )

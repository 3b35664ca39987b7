import { throwFaults } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import type { Playbook } from '../core/playbook.ts'
import type { Prompt } from '../core/prompt.ts'
import { isSecret, type Secret, secret } from '../core/secret.ts'
import { askFor } from './secrets/from-prompt.ts'
import type { Found } from './secrets/source.ts'
import { parseSettings, type Setting } from './set.ts'

/** Asks somebody. `unseen`: what is typed is not shown. */
export type Ask = (question: string, unseen: boolean) => Promise<Found>

/** On the terminal that this process belongs to. */
export const onTerminal: Ask = (question, unseen) => askFor(question, !unseen)

/** Where something only looks, or a program runs it, nobody is asked. */
export const nobody: Ask = async () => ({ none: 'nobody is asked for it here' })

/**
 * The settings, with what is asked for: each variable that a playbook has a prompt for, where neither `--set` nor the inventory gives
 * it. One that is a secret is one, whoever gives it: an inventory that gives it in the open is at fault.
 */
export async function withPrompts(
  settings: readonly Setting[],
  { name, prompts: given = {} }: Pick<Playbook, 'name' | 'prompts'>,
  inventory: Inventory,
  ask: Ask,
): Promise<readonly Setting[]> {
  const prompts = given as Readonly<Record<string, Prompt>>
  const faults: string[] = []
  const asked: Setting[] = []
  for (const [key, prompt] of Object.entries(prompts)) {
    if (settings.some(({ path }) => path[0] === key)) continue
    if (isGiven(key, inventory)) {
      if (prompt.secret) faults.push(...inTheOpen(key, inventory))
      continue
    }
    if (prompt.secret) {
      asked.push(settingOf(key, secret(key), ''))
      continue
    }
    const words = prompt.default === undefined ? prompt.ask : `${prompt.ask} [${prompt.default}]`
    const found = await ask(words, false)
    if ('value' in found) asked.push({ ...(parseSettings([`${key}=${found.value}`])[0] as Setting), asked: true })
    else if (prompt.default !== undefined) asked.push(settingOf(key, prompt.default, String(prompt.default)))
    else faults.push(`${key} (${prompt.ask}): ${'none' in found ? found.none : found.fault}: give --set ${key}=…`)
  }
  throwFaults(`playbook ${name} asks for what it needs`, faults)
  return [...settings.map((one) => hiding(one, prompts)), ...asked]
}

/** Names of the secrets that are asked for on the terminal, where none of their sources has them. */
export const promptedSecrets = ({ prompts = {} }: Pick<Playbook, 'prompts'>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(prompts as Record<string, Prompt>).flatMap(([key, one]) => (one.secret ? [[key, one.ask]] : [])),
  )

const isGiven = (key: string, { vars, hosts }: Inventory): boolean =>
  Object.hasOwn(vars, key) || hosts.every((host) => Object.hasOwn(host.vars, key))

/** What is plain text where it is read would be shown by every plan and report. */
function inTheOpen(key: string, { vars, hosts }: Inventory): string[] {
  const isPlain = (given: object) => Object.hasOwn(given, key) && !isSecret(Reflect.get(given, key))
  const [host] = hosts.filter((one) => isPlain(one.vars))
  const place = isPlain(vars) ? `vars.${key}` : host && `vars.${key} of ${host.name}`
  return place === undefined
    ? []
    : [
        `${key} is a secret, and the inventory gives it in the open, as ${place}: write secret('${key}') there, and give its value to a source of secrets`,
      ]
}

const settingOf = (key: string, value: string | number | boolean | Secret, text: string): Setting => ({
  path: [key],
  value,
  text,
  asked: true,
})

/** What `--set` gives for a secret is one from here on. */
function hiding(setting: Setting, prompts: Readonly<Record<string, Prompt>>): Setting {
  const [key = ''] = setting.path
  const isHidden = setting.path.length === 1 && Object.hasOwn(prompts, key) && prompts[key]?.secret === true
  return isHidden ? { ...setting, value: secret(key, { value: setting.text }), text: '' } : setting
}

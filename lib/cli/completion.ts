import type { Command } from 'commander'
import { reportKinds } from '../report/report-kinds.ts'
import { readConfig } from './config.ts'
import { isModule } from './default-inventory.ts'
import { playbookNames } from './find-playbook.ts'
import { list } from './list.ts'
import { loadInventory } from './load.ts'
import { taskNames } from './task-pages.ts'
import { trustOf } from './trust.ts'

/**
 * What may stand in place of the last of some words of a command line: commands, options, hosts and groups, tags, playbooks.
 * Nothing where only the names of files may: the shell knows them. A fault of the user's modules is no candidate.
 */
export async function candidates(program: Command, words: readonly string[]): Promise<string[]> {
  const { option, before, start, current } = lastOf(words)
  const { command, rest } = commandIn(program, before)
  const found = await wordsFor(command, option === '' ? rest : [...rest, option], current).catch(() => [])
  return found.filter((one) => one.startsWith(current)).map((one) => `${start}${one}`)
}

/**
 * What is to be completed of the last word: what stands behind `--limit=`, which bash gives as words of their own, and behind
 * the last comma of a list. `start` is what of the word stays.
 */
function lastOf(given: readonly string[]) {
  const words = given.filter((word, at) => word !== '=' || at === given.length - 1 || !given[at - 1]?.startsWith('--'))
  const whole = words.at(-1) ?? ''
  const [, option = '', value = whole] = /^(--[\w-]+)=(.*)$/s.exec(whole) ?? []
  const text = value === '=' ? '' : value
  const kept = /^(?:.*[,:][&!]?|[&!])/s.exec(text)?.[0] ?? ''
  const start = `${option === '' ? '' : `${option}=`}${kept}`
  return { option, before: words.slice(0, -1), start, current: text.slice(kept.length) }
}

interface Within {
  readonly command: Command
  /** What stands behind its name. */
  readonly rest: readonly string[]
}

function commandIn(command: Command, words: readonly string[]): Within {
  const [first, ...rest] = words
  const inner = command.commands.find((one) => one.name() === first || one.aliases().includes(first ?? ''))
  return inner === undefined ? { command, rest: words } : commandIn(inner, rest)
}

async function wordsFor(command: Command, rest: readonly string[], current: string): Promise<string[]> {
  if (command.commands.length > 0) return command.commands.filter(isShown).map((one) => one.name())
  const before = optionNamed(command, rest.at(-1))
  const config = await readConfig(process.cwd(), trustOf(undefined))
  const [inventory = '', ...more] = withInventory(positional(command, rest), config.inventory)
  const isFirst = positional(command, rest).length === 0
  if (before !== undefined && (before.required || before.optional)) {
    const found = before.argChoices ?? (await valuesOf(before.attributeName(), inventory, more[0]))
    if (found.length > 0 || before.required) return [...found]
  }
  if (current.startsWith('-'))
    return command.options.flatMap((one) => (one.hidden || one.long == null ? [] : [one.long]))
  const argument = command.registeredArguments[inventory === '' ? 0 : more.length + 1]
  if (argument?.argChoices !== undefined) return [...argument.argChoices]
  const place = argument?.name()
  if (place === 'task') return taskNames()
  if (place === 'playbook' || (isFirst && config.inventory !== undefined && takesPlaybook(command)))
    return names(config)
  const { hosts = [], groups = [] } = place === 'host' || place === 'pattern' ? await namesIn(inventory) : {}
  return place === 'host' ? hosts : [...hosts, ...groups]
}

/** The words, with the inventory of the configuration where they begin with something else. */
const withInventory = (words: readonly string[], inventory: string | undefined): readonly string[] =>
  inventory === undefined || words[0] === undefined || isModule(words[0]) ? words : [inventory, ...words]

const takesPlaybook = (command: Command): boolean =>
  command.registeredArguments.some((argument) => argument.name() === 'playbook')

const isShown = (command: Command): boolean => !(command as { readonly _hidden?: boolean })._hidden

const names = ({ playbooks }: { readonly playbooks: readonly string[] }): string[] => playbookNames(playbooks)

const optionNamed = (command: Command, word: string | undefined) =>
  command.options.find(({ short, long }) => word !== undefined && (word === short || word === long))

/** Words that are neither options nor their values. */
function positional(command: Command, words: readonly string[]): string[] {
  return words.filter((word, at) => {
    const before = optionNamed(command, words[at - 1])
    return !word.startsWith('-') && !(before?.required ?? false)
  })
}

async function valuesOf(option: string, inventory: string, playbook: string | undefined): Promise<string[]> {
  if (option === 'limit') return Object.values(await namesIn(inventory)).flat()
  if (option === 'output') return [...reportKinds]
  if ((option === 'tags' || option === 'skipTags') && playbook !== undefined) {
    const listed = JSON.parse(await list(inventory, playbook, { set: [], output: 'json' }))
    return [...new Set<string>(tagsIn(listed.playbook))].sort()
  }
  return []
}

/** Of all steps of a listing, however deep. */
function tagsIn(listed: unknown): string[] {
  if (Array.isArray(listed)) return listed.flatMap(tagsIn)
  if (typeof listed !== 'object' || listed === null) return []
  return Object.entries(listed).flatMap(([key, value]) =>
    key === 'tags' ? (value as string[]) : key === 'task' ? [String(value)] : tagsIn(value),
  )
}

async function namesIn(inventory: string): Promise<{ readonly hosts: string[]; readonly groups: string[] }> {
  const { hosts, groups } = await loadInventory(inventory)
  return { hosts: hosts.map(({ name }) => name), groups: Object.keys(groups) }
}

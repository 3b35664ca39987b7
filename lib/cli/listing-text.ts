import { connectionWords, type ListedConnection } from '../core/connection.ts'
import { type Serial, serialWords } from '../core/waves.ts'
import { oneLine, truncate } from '../report/plain.ts'
import type { ListedVar } from './listed-vars.ts'

/** What `runbook list` lists, as a document. */
export interface Listing {
  readonly inventory: string
  readonly hosts: readonly {
    readonly name: string
    readonly connection: ListedConnection
    readonly groups: readonly string[]
    readonly vars?: readonly ListedVar[]
  }[]
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly notes: readonly string[]
  readonly playbook?: { readonly name: string; readonly plays: readonly ListedPlay[] }
}

interface ListedPlay {
  readonly name: string
  readonly serial: Serial | undefined
  readonly hosts: readonly { readonly name: string; readonly steps: readonly ListedStep[] }[]
}

export interface ListedStep {
  readonly id: string
  readonly task: string
  readonly title: string
  readonly tags: readonly string[]
  /** Of a step of an attempt: that it is carried out only where that fails, or in any case. */
  readonly list?: 'rescue' | 'always'
  /** What follows from the examples of answers that were given, of a step that depends on what a host says. */
  readonly mayFollow?: readonly ListedStep[]
}

/** The same for a reader. */
export function listingText({ inventory, hosts, groups, notes, playbook }: Listing): string {
  const width = Math.max(...[...hosts.map(({ name }) => name), ...Object.keys(groups)].map((name) => name.length))
  const lines = [
    `hosts of ${inventory}`,
    ...hosts.flatMap(({ name, connection, vars }) => [
      `  ${name.padEnd(width)}  ${connectionWords(connection)}`,
      ...varLines(vars ?? []),
    ]),
    ...(Object.keys(groups).length > 0 ? ['groups'] : []),
    ...Object.entries(groups).map(([name, members]) => `  ${name.padEnd(width)}  ${members.join(' ') || '–'}`),
    ...(notes.length > 0 ? ['notes', ...notes.map((note) => `  ${note}`)] : []),
    ...(playbook ? ['', `playbook ${playbook.name}`, ...playbook.plays.flatMap(playLines)] : []),
  ]
  return lines.map((line) => `${line === '' ? '' : `${' '.repeat(line.search(/\S/))}${oneLine(line)}`}\n`).join('')
}

/** `port  8080  (group web, over inventory)` */
function varLines(vars: readonly ListedVar[]): string[] {
  const width = Math.max(0, ...vars.map(({ name }) => name.length))
  return vars.map(({ name, value, from, over }) => {
    const text = truncate(oneLine(JSON.stringify(value) ?? 'undefined'), 60)
    return `      ${name.padEnd(width)}  ${text}  (${from}${over.length === 0 ? '' : `, over ${over.join(', ')}`})`
  })
}

/** Hosts whose steps read alike are listed together. */
function playLines({ name, serial, hosts }: ListedPlay): string[] {
  const alike = new Map<string, { readonly names: string[]; readonly steps: readonly string[][] }>()
  for (const host of hosts) {
    const steps = host.steps.map(stepLines)
    const found = alike.get(JSON.stringify(steps)) ?? { names: [], steps }
    found.names.push(host.name)
    alike.set(JSON.stringify(steps), found)
  }
  if (alike.size === 0) return [`  ${name}: no hosts`]
  const few = serial === undefined ? '' : `  (${serialWords(serial)} at a time)`
  return [...alike.values()].flatMap(({ names, steps }) => [
    `  ${name}: ${names.join(' ')}${steps.length === 0 ? ': no steps' : few}`,
    ...steps.flatMap(([first, ...more], at) => [
      `    ${String(at + 1).padStart(2)}. ${first}`,
      ...more.map((line) => `        ${line}`),
    ]),
  ])
}

/** A step, and below it what may follow from a host's answers. */
const stepLines = ({ title, list, tags, mayFollow = [] }: ListedStep): string[] => [
  `${oneLine(title)}${list === undefined ? '' : ` (${list})`}${tags.length > 0 ? `  [${tags.join(', ')}]` : ''}`,
  ...mayFollow.flatMap((step) => stepLines(step).map((line, nth) => `${nth === 0 ? '- ' : '  '}${line}`)),
]

import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type ReportKind, reportKinds } from '../report/report-kinds.ts'
import type { Files, Options } from './default-inventory.ts'
import type { NamedReport } from './report-files.ts'

/** `a,b` */
export function names(text: string): string[] {
  const list = text.split(',').map((part) => part.trim())
  if (list.includes('')) throw new InvalidArgumentError('Give names with commas between them, as in a,b.')
  return list
}

/** A whole number from 1 up. */
export function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Give a number from 1 up.')
  return Number(text)
}

/** `90s`, `5m`, or a number of seconds. */
export const seconds = (text: string): number => secondsOf(text, 'Give a time, as in 90s, 5m or 0.')

function secondsOf(text: string, give: string): number {
  const [, number, unit] = /^(\d{1,5})(s|m|h)?$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError(give)
  return Number(number) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1)
}

/** The same, but no time at all. */
export function timeLimit(text: string): number {
  const give = 'Give a time above 0, as in 90s, 10m or 2h.'
  const found = secondsOf(text, give)
  if (found === 0) throw new InvalidArgumentError(give)
  return found
}

/** An option that may be given several times. */
export function collect(text: string, before: readonly string[]): string[] {
  return [...before, text]
}

/** `tree`, or `json=run.json`; one of them at most goes to standard output. */
export function reports(text: string, before: readonly NamedReport[] = []): NamedReport[] {
  const [word = '', file] = text.split(/=(.*)/s, 2)
  const kind = reportKinds.find((known) => known === word)
  if (kind === undefined)
    throw new InvalidArgumentError(`Give ${reportKinds.join(', ')}, with =FILE to write it to a file.`)
  if (file === '') throw new InvalidArgumentError(`Give the name of the file, as in ${kind}=run.${kind}.`)
  if (file === undefined && before.some((one) => one.file === undefined && !shareOutput(one.kind, kind)))
    throw new InvalidArgumentError('One report goes to standard output: give the others a file, as in json=run.json.')
  if (file !== undefined && before.some((one) => one.file !== undefined && resolve(one.file) === resolve(file)))
    throw new InvalidArgumentError(`Two reports would be written to ${file}: name another file for one of them.`)
  return [...before, { kind, ...(file === undefined ? {} : { file }) }]
}

/** Annotations are lines that GitHub takes out of whatever is said to a reader. */
const shareOutput = (one: ReportKind, other: ReportKind): boolean =>
  (one === 'github') !== (other === 'github') && [one, other].some((kind) => kind === 'tree' || kind === 'lines')

/** A report by the file that it goes to: `run.html`, `run.xml` or `run.json`. */
export function reportFile(file: string, before: readonly NamedReport[] = []): NamedReport[] {
  const end = /[^/]\.(html|xml|json)$/.exec(file)?.[1] as keyof typeof kindOfEnd | undefined
  if (end === undefined)
    throw new InvalidArgumentError('Give a file that ends in .html, .xml (JUnit) or .json, as in run.html.')
  return reports(`${kindOfEnd[end]}=${file}`, before)
}

const kindOfEnd = { html: 'html', xml: 'junit', json: 'json' } as const

/** What `--report` does. */
export const reporting = 'also write a report: FILE.html is a page, FILE.xml JUnit, FILE.json lines of JSON'

/** The options of a command that needs secrets. */
export const secretOptions = (command: Command): Command =>
  command
    .option('--ask-secret <NAME>', 'ask for this secret on the terminal; may be given several times', collect, [])
    .option('-K, --ask-become-pass', 'ask on the terminal for the password by which another user is become', false)

/** What Ansible calls a dry run. */
export const checkOption = (): Option => new Option('--check').implies({ dryRun: true }).hideHelp()

/** What `--timeout` does. */
export const timeLimiting =
  'end the run after so long, as in 90s, 10m or 2h: what runs then has 10 s to end (default: none)'

/** What `--trust-folder` does. */
export const trusting = 'run what is found in this folder, too, though others may write there'

/** What the argument for an inventory is. */
export const inventoryFile = 'a .ts, .js or .json file (default: the configured one)'

/** How much is said: each `-v` is one more. */
export const verboseOption = (): Option =>
  new Option(
    '-v, --verbose',
    'also list what is fine and what becomes of each path; -vv what hosts were asked, and have answered',
  )
    .default(false)
    .argParser((_, before: number | false) => Number(before) + 1)

/** What `--log` does. */
export const logging = 'write all events to this file, one a line, as JSON; for its owner alone'

/** The inventory and the playbook that a command names; what looks for an inventory is loaded where it names none. */
export async function filesNamed(
  first: string,
  second: string | undefined,
  options: Options,
): Promise<Required<Files>> {
  if (second !== undefined) return { inventory: first, playbook: second }
  const { filesOf } = await import('./default-inventory.ts')
  return filesOf(first, options)
}

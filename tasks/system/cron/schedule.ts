import * as v from 'valibot'
import { text } from '../../support/schema.ts'

interface Field {
  readonly name: string
  readonly least: number
  readonly most: number
  /** Three letters each, the first of which stands for `least`. */
  readonly words?: readonly string[]
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const fields: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'weekday', least: 0, most: 7, words: days },
]

const words = ['@reboot', '@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

/** A schedule as all crons read it. What cron cannot read it passes over without a word, with the whole file. */
export const schedule: v.GenericSchema<string> = v.pipe(
  text('a schedule'),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? faultOf(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: `${JSON.stringify(dataset.value)} is no schedule: ${fault}` })
  }),
)

function faultOf(given: string): string | undefined {
  if (given.startsWith('@')) return words.includes(given) ? undefined : `give one of ${words.join(' ')}, or five fields`
  const parts = given.split(/[ \t]+/)
  if (parts.length !== 5 || /[^\S \t]/.test(given))
    return 'give five fields (minute, hour, day, month, weekday) or a word such as @daily'
  const odd = fields.find((field, at) => valuesOf(parts[at] ?? '', field) === undefined)
  if (odd) {
    const names = odd.words ? ` or ${odd.words[0]} to ${odd.words.at(-1)}` : ''
    return `its ${odd.name} is to be * or numbers from ${odd.least} to ${odd.most}${names}, as in 1,5 or 1-5 or */5`
  }
  return comesNever(parts) ? 'no month that it names has such a day' : undefined
}

/** The values that a field stands for; undefined: none that cron can read. */
function valuesOf(part: string, field: Field): number[] | undefined {
  const lists = part.split(',').map((one) => rangeOf(one, field))
  return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? [])
}

function rangeOf(part: string, field: Field): number[] | undefined {
  const [, from = '', to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? []
  const first = from === '*' ? field.least : numberOf(from, field)
  const last = from === '*' ? field.most : to === undefined ? first : numberOf(to, field)
  const isRange = from === '*' ? to === undefined : to !== undefined
  if (first === undefined || last === undefined || first > last) return undefined
  if (step !== undefined && (!isRange || Number(step) < 1)) return undefined
  if (from === '*' && !isRange) return undefined
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((_, at) => at % Number(step ?? 1) === 0)
}

function numberOf(word: string, { least, most, words = [] }: Field): number | undefined {
  const named = words.indexOf(word.toLowerCase())
  if (named >= 0) return least + named
  const value = /^\d{1,2}$/.test(word) ? Number(word) : -1
  return value >= least && value <= most ? value : undefined
}

/** A weekday that is named as well makes the day needless. */
function comesNever([, , day = '', month = '', weekday]: readonly string[]): boolean {
  const [, , dayField, monthField] = fields
  if (weekday !== '*' || !dayField || !monthField) return false
  const earliest = Math.min(...(valuesOf(day, dayField) ?? []))
  return (valuesOf(month, monthField) ?? []).every((one) => earliest > longest(one))
}

const longest = (month: number): number => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31)

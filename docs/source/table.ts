import type { Option, Shape } from './shape.ts'

/** Options as tables: first those that there are in any case, then a table for each group of others. */
export const tables = (shape: Shape): string => grouped(shape, table)

/** What is read, and not given: nothing of it is required. */
export const answerTables = (shape: Shape): string => grouped(shape, answerTable)

const grouped = ({ options, choices }: Shape, write: (options: readonly Option[]) => string): string =>
  [
    options.length > 0 ? write(options) : '',
    ...choices.map(
      ({ options: own, besides }, at) =>
        `${at === 0 ? 'One of these' : 'or'}${besides ? ', beside which all the others may stay' : ''}:\n\n${write(own)}`,
    ),
  ]
    .filter(Boolean)
    .join('\n\n')

const answerTable = (options: readonly Option[]): string =>
  [
    '| answer | type | |',
    '|---|---|---|',
    ...options.map(({ name, optional, type, meaning }) =>
      row([`\`${name}${optional ? '?' : ''}\``, `\`${type}\``, meaning]),
    ),
  ].join('\n')

const table = (options: readonly Option[]): string =>
  [
    '| option | type | default | |',
    '|---|---|---|---|',
    ...options
      .flatMap((one) => rowsOf(one))
      .map(({ path, option }) => row([`\`${path}\``, `\`${option.type}\``, fallback(option), option.meaning])),
  ].join('\n')

/** All options of a shape, of whatever group. */
export const allOf = ({ options, choices }: Shape): readonly Option[] => [
  ...options,
  ...choices.flatMap((choice) => choice.options),
]

/** An option, and after it each key of what is in it, by its dotted path. */
export function rowsOf(option: Option, before = ''): { readonly path: string; readonly option: Option }[] {
  const path = `${before}${option.name}`
  const { inner, type } = option
  const keys = inner ? allOf(inner) : []
  const below = keys.flatMap((one) => rowsOf(one, `${path}${type.endsWith('[]') ? '[]' : ''}.`))
  return [{ path, option }, ...below]
}

/** What holds when an option is left out. */
export const fallback = ({ default: stated, optional, unless }: Option): string =>
  stated ?? (optional ? '–' : `**required**${unless === undefined ? '' : `, but not with \`${unless}\``}`)

export const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`

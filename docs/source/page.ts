import { type Callable, type Catalogue, keyOf, typesOf } from './catalogue.ts'
import { type Declaration, type Declarations, plain } from './declarations.ts'
import { keysOf, type Member, namesIn, type Shape, shapeOfDeclaration, wordsOf } from './shape.ts'

export const generated = '<!-- Written by `npm run docs` from the doc comments in the sources: change it there. -->'

/** Where a type is described: on the page of the one task that takes it, else on that of the types. */
export type Places = ReadonlyMap<string, string>

/** The page of a task. */
export function taskPage(catalogue: Catalogue, task: Callable, places: Places): string {
  const { all } = catalogue
  const types = typesWith(catalogue, task)
  const own = types.filter((type) => places.get(keyOf(type)) === `${task.name}.md`)
  const shared = types.filter((type) => places.get(keyOf(type)) === 'types.md')
  return page([
    `# ${task.name}`,
    fenced(`import { ${task.name} } from '${task.module}'`),
    task.doc.text,
    ...(task.doc.examples.length > 0 ? ['## Example', fenced(task.doc.examples.join('\n\n'))] : []),
    '## Options',
    task.options ? tables(all, task.options) : '',
    beside(task),
    shared.length === 0
      ? ''
      : `Types: ${shared.map(({ name }) => `[${name}](types.md#${name.toLowerCase()})`).join(', ')}.`,
    ...own.flatMap((type) => typeSection(catalogue, type)),
  ])
}

/** The types that a task takes, and those that what makes them takes. */
export function typesWith({ all, makers }: Catalogue, task: Callable): Declaration[] {
  const types = typesOf(all, task)
  const further = types.flatMap((type) => (makers.get(keyOf(type)) ?? []).flatMap((maker) => typesOf(all, maker)))
  return [...new Map([...types, ...further].map((type) => [keyOf(type), type])).values()]
}

/** A type that tasks take, and what makes it. */
export function typeSection({ all, makers }: Catalogue, type: Declaration): string[] {
  const by = makers.get(keyOf(type)) ?? []
  const isOurs = !type.file.startsWith('lib/')
  return [
    `## ${type.name}`,
    type.doc.text,
    isOurs ? tables(all, shapeOfDeclaration(all, type)) : '',
    ...by.flatMap((maker) => makerSection(all, maker)),
  ]
}

export function makerSection(all: Declarations, { name, doc, options, signature, module }: Callable): string[] {
  const parameters = signature.parameters.map((one) => `${one.name}: ${plain(one.type)}`).join(', ')
  return [
    `### ${name}`,
    doc.text,
    fenced([`import { ${name.split('.')[0]} } from '${module}'`, ...doc.examples].join('\n\n')),
    options ? tables(all, options) : `\`${name}(${parameters}): ${signature.returns}\``,
  ]
}

/** What every task takes, unless it is made of several. */
function beside({ signature }: Callable): string {
  const takes = signature.parameters.some(({ type }) => type.includes('TaskOptions'))
  const check = signature.returns.startsWith('Check') ? 'A check: it reads, and changes nothing. ' : ''
  return takes
    ? `${check}It also takes what [every task takes](README.md#every-task).`
    : 'It stands for one or more steps, made for its options; to tag them, use [`tagged`](README.md#every-task).'
}

function tables(all: Declarations, { members, choices }: Shape): string {
  const groups = choices.map((choice) =>
    choice.map((shape, at) => `${at === 0 ? 'One of these' : 'or'}:\n\n${tables(all, shape)}`).join('\n\n'),
  )
  return [members.length > 0 ? table(all, members) : '', ...groups].filter(Boolean).join('\n\n')
}

const table = (all: Declarations, members: readonly Member[]): string =>
  [
    '| option | type | default | |',
    '|---|---|---|---|',
    ...members.map((one) =>
      row([
        `\`${one.name}\``,
        `\`${typeWords(all, one)}\``,
        one.default ?? (one.optional ? '–' : '**required**'),
        one.meaning,
      ]),
    ),
  ].join('\n')

export const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`

function typeWords(all: Declarations, { type, file }: Member): string {
  const [keys, list = ''] = /keyof typeof (\w+)/.exec(type) ?? []
  if (keys !== undefined) return keysOf(all, file, list) ?? type
  return namesIn(type).reduce((words, name) => {
    const found = all.find(file, name)
    const choice = found && wordsOf(all, found)
    return choice === undefined ? words : words.replace(new RegExp(`\\b${name}\\b`), choice)
  }, plain(type))
}

export const fenced = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``

export const page = (parts: readonly string[]): string => `${[generated, ...parts].filter(Boolean).join('\n\n')}\n`

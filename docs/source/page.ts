import type { Callable } from './callable.ts'
import type { Catalogue, Task } from './catalogue.ts'
import { type NamedType, reached } from './named-types.ts'
import { tables } from './table.ts'

const generated = '<!-- Written by `npm run docs` from the doc comments in the sources: change it there. -->'

/** The pages on which types are described, by the ids of the types. */
export type Places = ReadonlyMap<number, string>

/** The page of a task. */
export function taskPage(catalogue: Catalogue, task: Task, places: Places): string {
  const types = typesWith(catalogue, task)
  const elsewhere = types.filter(({ id }) => places.get(id) !== `${task.name}.md`)
  return page([
    `# ${task.name}`,
    fenced(`import { ${task.name} } from '${task.module}'`),
    task.text,
    ...(task.examples.length > 0 ? ['## Example', fenced(task.examples.join('\n\n'))] : []),
    '## Options',
    tables(task.shape),
    beside[task.kind],
    elsewhere.length === 0
      ? ''
      : `Types: ${elsewhere.map(({ id, name }) => `[${name}](${places.get(id)}#${name.toLowerCase()})`).join(', ')}.`,
    ...(task.members.length > 0 ? ['## Members'] : []),
    ...task.members.flatMap((one) => functionSection(one)),
    ...types.filter((type) => !elsewhere.includes(type)).flatMap((type) => typeSection(catalogue, type)),
  ])
}

/** What tasks take that is not their own. */
const beside: Readonly<Record<Task['kind'], string>> = {
  task: 'It also takes what [every task takes](README.md#every-task): `id`, `title`, `tags`, `become`, `retry` and `ignoreFailure`.',
  check:
    'A check: it reads, and changes nothing. It also takes what [every task takes](README.md#every-task): `id`, `title`, `tags`, `become`, `retry` and `ignoreFailure`.',
  list: 'It stands for a list of steps. It also takes [`tags` and `become`](README.md#every-task), which are then those of each.',
}

/** The types that a task takes, those in them, and those that what makes them takes. */
export function typesWith({ types, makers }: Catalogue, task: Task): NamedType[] {
  const own = reached(types, [task])
  const further = reached(types, [task, ...[...own].flatMap((id) => makers.get(id) ?? [])])
  const all = [...further].flatMap((id) => types.get(id) ?? [])
  return all.filter(({ ofTasks }) => ofTasks).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A type that tasks take, and what makes it. */
export const typeSection = ({ makers }: Catalogue, { id, name, text, shape }: NamedType): string[] => [
  `## ${name}`,
  text,
  tables(shape),
  ...(makers.get(id) ?? []).flatMap((maker) => functionSection(maker)),
]

/** A function: how it is called, with what, and examples. */
export const functionSection = (
  { name, module, text, examples, signatures, shape }: Callable,
  level: '##' | '###' = '###',
): string[] => [
  `${level} ${name}`,
  text,
  fenced([`import { ${name.split('.')[0]} } from '${module}'`, ...examples].join('\n\n')),
  signatures.map((one) => `\`${one}\``).join('\n\n'),
  tables(shape),
]

export const fenced = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``

export const page = (parts: readonly string[]): string => `${[generated, ...parts].filter(Boolean).join('\n\n')}\n`

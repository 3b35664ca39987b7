import type { Callable } from './callable.ts'
import type { Catalogue, Task } from './catalogue.ts'
import { type NamedType, reached } from './named-types.ts'
import { fenced, functionSection, type Places, page, taskPage, typeSection, typesWith } from './page.ts'
import { type FunctionPage, functionPages, guideSections } from './sections.ts'
import { answerTables, tables } from './table.ts'

/** The pages of all tasks, of the types that they share, of all other functions, and the index, by their names. */
export function taskPages(catalogue: Catalogue): Map<string, string> {
  const { places, shared } = placed(catalogue)
  const pages = functionPages.map((one) => [one, functionsOf(one, catalogue)] as const)
  const paged = pages.flatMap(([, functions]) => functions.map(({ name }) => name))
  const helpers = catalogue.functions.filter(({ name }) => !paged.includes(name))
  return new Map([
    ['README.md', index(catalogue)],
    ['types.md', typesPage(catalogue, shared, helpers)],
    ...pages.map(([one, functions]) => [one.file, functionPage(one, functions, catalogue)] as const),
    ...catalogue.tasks.map((task) => [`${task.name}.md`, taskPage(catalogue, task, places)] as const),
  ])
}

/** What stands on a page: what it names, and what is declared where it says. */
export const functionsOf = ({ names, folder }: FunctionPage, { functions }: Catalogue): Callable[] => [
  ...names.map((name) => find(functions, name)),
  ...functions.filter(({ declaredIn }) => folder !== undefined && declaredIn.includes(folder)),
]

/** A type is described on the page of the one task that takes it, else on that of the types. */
function placed(catalogue: Catalogue): { places: Places; shared: NamedType[] } {
  const users = new Map<NamedType, string[]>()
  for (const task of catalogue.tasks)
    for (const type of typesWith(catalogue, task)) users.set(type, [...(users.get(type) ?? []), task.name])
  const all = [...users].sort(([a], [b]) => (a.name < b.name ? -1 : 1))
  return {
    places: new Map(all.map(([{ id }, by]) => [id, by.length === 1 ? `${by[0]}.md` : 'types.md'])),
    shared: all.flatMap(([type, by]) => (by.length > 1 ? [type] : [])),
  }
}

const typesPage = (catalogue: Catalogue, shared: readonly NamedType[], helpers: readonly Callable[]): string =>
  page([
    '# Types that several tasks take',
    ...shared.flatMap((type) => typeSection(catalogue, type)),
    '# Other helpers',
    ...helpers.flatMap((one) => functionSection(one, '##')),
  ])

/** Functions come with the types of the library that they take, and facts with what they are answered with. */
function functionPage(
  { title, text, types: named = [] }: FunctionPage,
  functions: readonly Callable[],
  { types, given, answers }: Catalogue,
): string {
  const written = [...types].filter(([id, one]) => (!one.ofTasks && !given.has(id)) || named.includes(one.name))
  const taken = reached(new Map(written), functions)
  const signatures = functions.flatMap((one) => one.signatures).join()
  const told = answers.filter(({ name }) => signatures.includes(`Fact<${name}>`))
  return page([
    `# ${title}`,
    text,
    ...functions.flatMap((one) => functionSection(one, '##')),
    ...written.flatMap(([id, one]) =>
      taken.has(id) || named.includes(one.name) ? [`## ${one.name}`, one.text, tables(one.shape)] : [],
    ),
    ...told.flatMap((one) => [`## ${one.name}`, one.text, answerTables(one.shape)]),
  ])
}

function find<One extends { readonly name: string }>(all: readonly One[], name: string): One {
  const found = all.find((one) => one.name === name)
  if (!found) throw new Error(`docs/source/sections.ts names ${name}, which is not exported`)
  return found
}

function index(catalogue: Catalogue): string {
  const { tasks, modules } = catalogue
  const of = (module: string) =>
    tasks.filter((task) => task.module === module).sort((a, b) => (a.name < b.name ? -1 : 1))
  const guide = guideSections.flatMap(([section, names]) => [
    `### ${section}`,
    list(names.map((name) => find(tasks, name))),
  ])
  return page([
    '# Tasks',
    'A page for each task. [Types that several tasks take](types.md) have a page of their own; so have [XML paths and edits](../xml-paths.md), [TOML paths and edits](../toml-paths.md) and [the variables of pattern1](../variables.md).',
    functionPages
      .map(
        (one) =>
          `- [${one.title}](${one.file}): ${words([...functionsOf(one, catalogue).map(({ name }) => name), ...(one.types ?? [])])}`,
      )
      .join('\n'),
    ...modules.flatMap(({ name }) => {
      const own = of(name)
      if (own.length === 0) return []
      const isGuide = guideSections.some(([, names]) => names.some((one) => own.some((task) => task.name === one)))
      return [`## From \`'${name}'\``, ...(isGuide ? [inGuide, ...guide] : [list(own)])]
    }),
    '## Every task',
    everyTask,
  ])
}

const inGuide = 'In the order of the guide; [step by step](../guide.md) says more.'

const words = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

const list = (tasks: readonly Task[]): string =>
  tasks.map(({ name, text }) => `- [${name}](${name}.md): ${firstSentence(text)}`).join('\n')

const firstSentence = (text: string): string => /^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text

const everyTask = [
  'A task says what shall be on a host. It reads first, plans what differs, and does no more than that; what is right already is left alone. Beside its own options each takes these; one that stands for a list of steps takes `tags` and `become`, for all of them:',
  [
    '- `id`: tells this step from others of the same task on the same path or name, wherever it stands. Default: a number.',
    '- `title`: words in place of its own, for the report.',
    '- `tags`: for `--tags` and `--skip-tags`. `tagged(tags, tasks)` adds tags to several.',
    '- `become`: act as another user on the host: `true` is root, `false` the login user, a name, or `{ user, method, password }` with `sudo`, `su` or `doas`. Default: as the play says, else the host.',
    '- `retry`: carry it out again where it fails, `3` times at most, or `{ times: 3, delay: 10 }` with so many seconds before each (default: 5). It is planned anew each time.',
    '- `ignoreFailure: true`: where it fails, or is refused, that is a warning, and the rest goes on.',
  ].join('\n'),
  fenced(
    "tagged(['web'], [directory({ path: '/srv/www', become: true }), symlink({ path: '/var/www', target: '/srv/www' })])",
  ),
].join('\n\n')

import { type Callable, type Catalogue, keyOf } from './catalogue.ts'
import type { Declaration } from './declarations.ts'
import { fenced, makerSection, type Places, page, taskPage, typeSection, typesWith } from './page.ts'
import { guideSections } from './sections.ts'

/** The pages of all tasks, of the types that they share, and the index, by their names. */
export function taskPages(catalogue: Catalogue): Map<string, string> {
  const { places, shared } = placed(catalogue)
  return new Map([
    ['README.md', index(catalogue)],
    ['types.md', typesPage(catalogue, shared)],
    ...catalogue.tasks.map((task) => [`${task.name}.md`, taskPage(catalogue, task, places)] as const),
  ])
}

function placed(catalogue: Catalogue): { places: Places; shared: Declaration[] } {
  const users = new Map<string, { readonly type: Declaration; readonly tasks: Set<string> }>()
  const { tasks, makers } = catalogue
  for (const task of tasks) {
    for (const type of typesWith(catalogue, task)) {
      if (type.file.startsWith('lib/') && !makers.has(keyOf(type))) continue
      const known = users.get(keyOf(type)) ?? { type, tasks: new Set() }
      users.set(keyOf(type), { type, tasks: known.tasks.add(task.name) })
    }
  }
  const places = [...users].map(
    ([key, { tasks: by }]) => [key, by.size === 1 ? `${[...by][0]}.md` : 'types.md'] as const,
  )
  const shared = [...users.values()].filter(({ tasks: by }) => by.size > 1).map(({ type }) => type)
  return { places: new Map(places), shared: shared.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

const typesPage = (catalogue: Catalogue, shared: readonly Declaration[]): string =>
  page([
    '# Types that several tasks take',
    ...shared.flatMap((type) => typeSection(catalogue, type)),
    '# Other helpers',
    ...catalogue.helpers.flatMap((helper) => makerSection(catalogue.all, helper)),
  ])

function index({ tasks }: Catalogue): string {
  const named = (name: string) => {
    const found = tasks.find((task) => task.name === name)
    if (!found) throw new Error(`docs/source/sections.ts names ${name}, which is not a task`)
    return found
  }
  const of = (module: string) =>
    tasks.filter((task) => task.module === module).sort((a, b) => (a.name < b.name ? -1 : 1))
  return page([
    '# Tasks',
    'A page for each task. [Types that several tasks take](types.md) have a page of their own; so have [XML paths and edits](../xml-paths.md) and [the variables of pattern1](../variables.md).',
    '## General',
    "From `'runbook'`.",
    list(of('runbook')),
    '## nginx',
    "From `'runbook/tasks/nginx'`.",
    list(of('runbook/tasks/nginx')),
    '## Identity Server',
    "From `'runbook/tasks/wso2is'`, in the order of the guide; [step by step](../guide.md) says more.",
    ...guideSections.flatMap(([section, names]) => [`### ${section}`, list(names.map(named))]),
    '## Every task',
    everyTask,
  ])
}

const list = (tasks: readonly Callable[]): string =>
  tasks.map(({ name, doc }) => `- [${name}](${name}.md): ${firstSentence(doc.text)}`).join('\n')

const firstSentence = (text: string): string => /^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text

const everyTask = [
  'A task says what shall be on a host. It reads first, plans what differs, and does no more than that; what is right already is left alone. Beside its own options each takes:',
  [
    '- `title`: words in place of its own, for the report.',
    '- `tags`: for `--tags` and `--skip-tags`. `tagged(tags, tasks)` adds tags to several.',
    '- `become`: act as another user on the host: `true` is root, `false` the login user, a name, or `{ user, method, password }` with `sudo`, `su` or `doas`. Default: as the play says, else the host.',
  ].join('\n'),
  fenced(
    "tagged(['web'], [directory({ path: '/srv/www', become: true }), symlink({ path: '/var/www', target: '/srv/www' })])",
  ),
].join('\n\n')

import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { placeOf } from './places.ts'

/** Pages under one word of the navigation. */
export interface Group {
  readonly title: string
  readonly pages: readonly { readonly name: string; readonly place: string }[]
}

const named: readonly (readonly [title: string, pages: Readonly<Record<string, string>>])[] = [
  [
    'Start',
    {
      'README.md': 'runbook',
      'docs/tutorial.md': 'Ten minutes: a web server',
      'docs/capabilities.md': 'What can be done',
      'docs/from-ansible.md': 'Coming from Ansible',
      'docs/from-pyinfra.md': 'Coming from pyinfra',
    },
  ],
  [
    'How to',
    {
      'docs/how-to/README.md': 'All of them',
      'docs/recipes.md': 'Recipes',
      'docs/how-to/rolling-update.md': 'A rolling update',
      'docs/how-to/failures.md': 'When a step may fail',
      'docs/how-to/own-task.md': 'Writing and testing a task',
      'docs/examples/tomcat/README.md': 'A product in a package',
      'docs/how-to/ci.md': 'In CI',
      'docs/how-to/debugging.md': 'When something is wrong',
      'docs/how-to/bastion.md': 'Through a bastion',
      'docs/how-to/containers.md': 'Containers as hosts',
      'docs/how-to/variables.md': 'Precedence of variables',
    },
  ],
  [
    'Safety',
    {
      'docs/secrets.md': 'Secrets',
      'docs/approval.md': 'Approved plans',
      'docs/journal.md': 'History and rollback',
      'docs/guarded.md': 'Guarded changes',
      'docs/bad-night.md': 'A bad night',
      'SECURITY.md': 'What is promised',
    },
  ],
  [
    'Reference',
    {
      'docs/tasks/README.md': 'All tasks',
      'docs/tasks/inventories.md': 'Inventories and playbooks',
      'docs/tasks/facts.md': 'What a host says',
      'docs/tasks/own-tasks.md': 'Tasks and checks of your own',
      'docs/tasks/testing.md': 'Testing a task',
      'docs/tasks/types.md': 'Types',
      'docs/tasks/running.md': 'From a program',
      'docs/xml-paths.md': 'XML paths',
      'docs/toml-paths.md': 'TOML paths',
      'docs/tasks/operations.md': 'Operations',
      'docs/configuration.md': 'Configuration',
      'docs/reports.md': 'Reports',
      'docs/json.md': 'Events as JSON',
    },
  ],
  ['Identity Server', { 'docs/guide.md': 'The guide, step by step', 'docs/variables.md': 'Variables of pattern1' }],
  [
    'The project',
    {
      'docs/package.md': 'The package, and its versions',
      'ARCHITECTURE.md': 'Architecture',
      'CONTRIBUTING.md': 'Contributing',
      'CHANGELOG.md': 'Changes',
    },
  ],
]

/** The navigation: pages that are named here, pages of tasks by the door that they come from, and whatever is neither. */
export function navigation(root: string, sources: readonly string[]): Group[] {
  const placed = new Set(named.flatMap(([, pages]) => Object.keys(pages)))
  const rest = sources.filter((source) => !placed.has(source))
  const doorOf = (source: string) =>
    /^import \{ \w+ \} from '(runbook[^']*)'/m.exec(readFileSync(join(root, source), 'utf8'))?.[1]
  const doors = new Map<string, string[]>()
  for (const source of rest) {
    const door = source.startsWith('docs/tasks/') ? doorOf(source) : undefined
    const title = door === undefined ? 'More' : door === 'runbook' ? 'Tasks' : `Tasks: ${basename(door)}`
    doors.set(title, [...(doors.get(title) ?? []), source])
  }
  return [
    ...named.map(([title, pages]) =>
      group(
        title,
        Object.entries(pages).filter(([source]) => sources.includes(source)),
      ),
    ),
    ...[...doors].map(([title, pages]) =>
      group(
        title,
        pages.map((source) => [source, basename(source, '.md')] as const),
      ),
    ),
  ]
}

const group = (title: string, pages: readonly (readonly [source: string, name: string])[]): Group => ({
  title,
  pages: pages.map(([source, name]) => ({ name, place: placeOf(source) })),
})

import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { answeredWithin, commandFact, type Fact, foretell, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askPip, pipScript, plainName, readPip, showPip } from '../../lib/remote/posix/pip.ts'
import { noFolder } from '../support/attributes.ts'
import { hostPath, line, listOf, someOf, text, wordOf } from '../support/schema.ts'

const requirement: v.GenericSchema<string> = v.pipe(
  line('a package, as in requests==2.32.3'),
  v.regex(
    /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?(==[\w.+!-]+)?$/,
    ({ input }) => `${JSON.stringify(input)} is no package: give NAME or NAME==VERSION`,
  ),
)

const options = v.strictObject({
  /** The folder of the virtual environment; made when it is not there. */
  venv: hostPath,
  /** Packages, as `NAME` at whatever version is there, or `NAME==VERSION`. */
  names: someOf(requirement, 'packages, as in requests==2.32.3'),
  /** Default: present. `absent` removes these packages; the environment stays. */
  state: v.optional(wordOf('present', 'absent')),
  /** What makes the environment. Default: `python3`. */
  python: v.optional(text('a program, as in python3.12')),
  /** Further options of `pip install`, as in `['--index-url', 'https://pypi.example.com/simple']`. They hold no password. */
  options: v.optional(listOf(line('an option of pip'), 'options of pip')),
})
export type Pip = v.InferInput<typeof options>

/**
 * Packages of Python in a virtual environment of their own, apart from those of the system.
 *
 * @example pip({ venv: '/opt/app/venv', names: ['gunicorn==23.0.0', 'requests'] })
 */
export const pip = defineTask('pip', {
  options,
  title: ({ venv, names, state }) => `${state === 'absent' ? 'remove' : 'install'} ${names.join(', ')} in ${venv}`,
  reads: ({ venv }): { at: Fact<PathAnswer>; found: Fact<CommandAnswer> } => ({
    at: pathFact(venv),
    found: pipFact(venv),
  }),
  plan: ({ venv, names, state, python = 'python3', options = [] }, { at, found }) => {
    if (at.type !== 'absent' && at.type !== 'directory')
      return refuse(`${venv} is a ${at.type === 'other' ? at.what : at.type}`, 'move it away, or name another folder')
    const there = readPip(found)
    if (there !== undefined && found.status !== 0)
      return refuse(
        `the packages in ${venv} cannot be read: ${found.output.trim().split('\n').at(-1)}`,
        'look at its pip, or remove the folder',
      )
    const wanted = names.map((written) => ({
      written,
      name: plainName(written.split('==')[0] ?? ''),
      version: written.split('==')[1],
    }))
    const has = ({ name, version }: (typeof wanted)[number]) => {
      const is = there?.get(name)
      return is !== undefined && (version === undefined || version === is)
    }
    const install = state === 'absent' ? [] : wanted.filter((one) => !has(one))
    const remove = state === 'absent' ? wanted.filter(({ name }) => there?.has(name)) : []
    if (install.length + remove.length === 0) return []
    const no = there === undefined && at.type === 'absent' ? noFolder(venv, at) : undefined
    if (no) return no
    const after = new Map(there ?? [])
    for (const { name, version } of install) after.set(name, version ?? 'some')
    for (const { name } of remove) after.delete(name)
    const script = pipScript({
      venv,
      python,
      isNew: there === undefined,
      install: install.map(({ written }) => written),
      remove: remove.map(({ name }) => name),
      options,
    })
    const effects = {
      makes: [{ type: 'directory' as const, path: venv }],
      answers: [foretell(pipFact(venv), showPip(after))],
    }
    return [{ op: 'run', script, undo: { keeps: `what was done with the packages in ${venv}` }, effects }]
  },
})

const pipFact = (venv: string): Fact<CommandAnswer> => answeredWithin(120, commandFact(askPip(venv), [venv]))

import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import {
  answeredWithin,
  commandFact,
  contentFact,
  digestFact,
  type Fact,
  foretell,
  pathFact,
} from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askPip, pipScript, plainName, readPip, showPip } from '../../lib/remote/posix/pip.ts'
import { madeBefore, noFolder, notAFile } from '../support/attributes.ts'
import { hostPath, line, listOf, someOf, text, wordOf } from '../support/schema.ts'

const requirement: v.GenericSchema<string> = v.pipe(
  line('a package, as in requests==2.32.3'),
  v.regex(
    /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?(\[[\w.-]+(,[\w.-]+)*\])?(==[\w.+!-]+)?$/,
    ({ input }) =>
      `${JSON.stringify(input)} is no package: give NAME or NAME==VERSION, or what is more in a file of requirements`,
  ),
)

const options = v.pipe(
  v.strictObject({
    /** The folder of the virtual environment; made when it is not there. */
    venv: hostPath,
    /** Packages, as `NAME` at whatever version is there, `NAME==VERSION`, or with extras, as in `uvicorn[standard]`. */
    names: v.optional(someOf(requirement, 'packages, as in requests==2.32.3')),
    /** A file of the host, as requirements.txt: what it names is installed when it differs from what it was. Files that it includes are not looked at. */
    requirements: v.optional(hostPath),
    /** Default: present. `absent` removes these packages; the environment stays. */
    state: v.optional(wordOf('present', 'absent')),
    /** What makes the environment. Default: `python3`. */
    python: v.optional(text('a program, as in python3.12')),
    /** Further options of `pip install`, as in `['--index-url', 'https://pypi.example.com/simple']`. They hold no password. */
    options: v.optional(listOf(line('an option of pip'), 'options of pip')),
  }),
  v.check(
    ({ names, requirements }) => names !== undefined || requirements !== undefined,
    'it has neither names nor requirements: give one of them',
  ),
  v.check(
    ({ state, requirements }) => state !== 'absent' || requirements === undefined,
    "requirements does not go with state: 'absent': give names",
  ),
)
export type Pip = v.InferInput<typeof options>

/**
 * Packages of Python in a virtual environment of their own, apart from those of the system.
 *
 * @example pip({ venv: '/opt/app/venv', names: ['gunicorn==23.0.0', 'requests'] })
 * @example pip({ venv: '/opt/app/venv', requirements: '/opt/app/requirements.txt' })
 */
export const pip = defineTask('pip', {
  options,
  title: ({ venv, names = [], requirements, state }) =>
    `${state === 'absent' ? 'remove' : 'install'} ${[...names, ...(requirements === undefined ? [] : [`what ${requirements} names`])].join(', ')} in ${venv}`,
  reads: ({ venv, requirements }): PipReads => ({
    at: pathFact(venv),
    found: pipFact(venv),
    ...(requirements === undefined ? {} : { file: digestFact(requirements), record: contentFact(recordOf(venv)) }),
  }),
  plan: (args, { at, found, file, record }) => {
    const { venv, names = [], state, python = 'python3', options = [] } = args
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
      name: plainName(written.replace(/[[=].*/, '')),
      version: written.split('==')[1],
    }))
    const has = ({ name, version }: (typeof wanted)[number]) => {
      const is = there?.get(name)
      return is !== undefined && (version === undefined || version === is)
    }
    const install = state === 'absent' ? [] : wanted.filter((one) => !has(one))
    const remove = state === 'absent' ? wanted.filter(({ name }) => there?.has(name)) : []
    if (file && file.type !== 'file')
      return file.type === 'absent'
        ? refuse(`${args.requirements} is not there`, madeBefore('with file()'))
        : notAFile(args.requirements ?? '', file)
    const recorded = record?.type === 'file' && 'text' in record.content ? record.content.text.trim() : ''
    const requirements = file && (there === undefined || file.sha256 !== recorded) ? args.requirements : undefined
    if (install.length + remove.length === 0 && requirements === undefined) return []
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
      requirements,
    })
    const effects = {
      makes: [{ type: 'directory' as const, path: venv }],
      answers: [foretell(pipFact(venv), showPip(after))],
    }
    const undo = { keeps: `what was done with the packages in ${venv}` }
    const note: Operation[] =
      file && requirements !== undefined
        ? [{ op: 'write', path: recordOf(venv), content: { text: `${file.sha256}\n` }, mode: 0o644 }]
        : []
    return [{ op: 'run', script, undo, effects }, ...note]
  },
})

interface PipReads extends Readonly<Record<string, Fact<unknown> | undefined>> {
  readonly at: Fact<PathAnswer>
  readonly found: Fact<CommandAnswer>
  readonly file?: Fact<DigestAnswer>
  readonly record?: Fact<ContentAnswer>
}

/** Of what file of requirements the environment was filled. */
const recordOf = (venv: string): string => `${venv}/.runbook-requirements`

const pipFact = (venv: string): Fact<CommandAnswer> => answeredWithin(120, commandFact(askPip(venv), [venv]))

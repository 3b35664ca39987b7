import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer } from '../../lib/core/answers.ts'
import { commandFact, digestFact, each, type Fact, type Facts, foretell, standing } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import type { Undo } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import {
  askContainer,
  type ContainerTool,
  type FoundContainer,
  makeContainer,
  readContainer,
  removeContainer,
  showContainer,
  startContainer,
  stopContainer,
} from '../../lib/remote/posix/container.ts'
import { notAFile } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { hostPath, line, listOf, text, truth, wordOf } from '../support/schema.ts'
import { definitionOf, runOptions } from './container/definition.ts'

const options = presentOrAbsent(
  {
    /** Its name. */
    name: v.pipe(
      text('the name of a container'),
      v.regex(/^[A-Za-z0-9][\w.-]*$/, ({ input }) => `${JSON.stringify(input)} is no name of a container, as in web`),
    ),
    /** Default: present. `absent`: it is not there; its volumes stay. */
    state: v.optional(wordOf('present', 'absent')),
    /** What runs it. Default: podman. docker is given the same words; what this task has been tried with is podman. */
    by: v.optional(wordOf('podman', 'docker')),
  },
  {
    /** By its digest, as in `quay.io/acme/app@sha256:…`, or by its own number, `sha256:…`: a tag says another thing tomorrow. */
    image: v.pipe(
      text('an image by its digest'),
      v.regex(
        /^([^\s@]+@)?sha256:[0-9a-f]{64}$/,
        ({ input }) =>
          `${JSON.stringify(input)} is no image by its digest: give NAME@sha256:…, as "podman image inspect" says of RepoDigests`,
      ),
    ),
    /** Whether it runs. Default: yes. */
    running: v.optional(truth),
    /** What it runs. Default: as the image says. */
    command: v.optional(listOf(v.string(), 'words of a command')),
    /** Variables. They hold no secret: whoever may look at a container sees them. See `envFile`. */
    env: v.optional(v.record(v.string(), v.string())),
    /** A file of the host with variables, a line each: the place for secrets. It is one of its `inputs`. */
    envFile: v.optional(hostPath),
    /** As in `8080:80` or `127.0.0.1:8080:80`. */
    ports: v.optional(listOf(line('ports, as in 8080:80'), 'ports')),
    /** As in `/srv/app:/data:ro`, or `NAME:/data`. */
    volumes: v.optional(listOf(line('a volume, as in /srv/app:/data'), 'volumes')),
    /** As in `host`, `none`, or the name of one. */
    network: v.optional(line('a network, as in host')),
    /** As whom it runs, as in `1000:1000`. */
    user: v.optional(line('a user, as in 1000:1000')),
    /** When it is started again. Of podman that holds over a start of the host where `podman-restart` is enabled. */
    restart: v.optional(wordOf('no', 'on-failure', 'always', 'unless-stopped')),
    /** Further words of `run`, as in `['--cap-drop', 'all']`. */
    options: v.optional(listOf(line('an option of run'), 'options of run')),
    /** Files of the host that it reads at its start: it is made anew when one of them differs. */
    inputs: v.optional(listOf(hostPath, 'paths on the host')),
  },
)
export type Container = v.InferInput<typeof options>

/**
 * A container that runs, made by podman or docker of an image that is named by its digest. It is made anew when what it is
 * made of differs, or a file that it reads; the old one stays until the new one runs, and is taken back where that does not.
 * One that somebody else has made is refused.
 *
 * @example container({ name: 'app', image: 'quay.io/acme/app@sha256:…', ports: ['127.0.0.1:8080:80'], envFile: '/etc/app.env' })
 * @example container({ name: 'app', state: 'absent' })
 */
export const container = defineTask('container', {
  options,
  title: (args) =>
    args.state === 'absent'
      ? `remove the container ${args.name}`
      : `have the container ${args.name} ${args.running === false ? 'stopped' : 'running'}`,
  reads: (args): { found: Fact<CommandAnswer>; inputs?: Facts<DigestAnswer> } => ({
    found: standing(foundFact(args)),
    ...(args.state === 'absent' ? {} : { inputs: each(filesOf(args), digestFact) }),
  }),
  plan: (args, { found, inputs }) => {
    const { name, by = 'podman' } = args
    if (found.status === 3)
      return args.state === 'absent' ? [] : refuse(`the host has no ${by}`, 'install it before, with packages()')
    if (found.status !== 0)
      return refuse(
        `the containers of ${by} cannot be listed: ${found.output.trim().split('\n').at(-1)}`,
        `look at what ${by} ps says; those of root need become: true`,
      )
    const there = readContainer(found)
    if (there && there.definition === undefined)
      return refuse(
        `there is a container ${name} that somebody else has made`,
        `remove it by hand (${by} rm ${name}), or give another name`,
      )
    const run = (script: string, is: FoundContainer | undefined, undo: Undo) => ({
      op: 'run' as const,
      script,
      undo,
      effects: { answers: [foretell(foundFact(args), showContainer(is))] },
    })
    if (args.state === 'absent')
      return there ? [run(removeContainer(by, name), undefined, { keeps: `that the container ${name} is gone` })] : []
    const definition = definitionNow(args, inputs ?? new Map())
    if (isRefusal(definition)) return definition
    const running = { state: 'running', definition }
    const stopped = { state: 'exited', definition }
    const wants = args.running !== false
    if (there?.definition === definition) {
      const runs = there.state === 'running'
      if (runs === wants) return []
      const [start, stop] = [startContainer(by, name), stopContainer(by, name)]
      return [wants ? run(start, running, { script: stop }) : run(stop, stopped, { script: start })]
    }
    const words = { by, name, image: args.image, options: runOptions(args), command: args.command ?? [] }
    const made = {
      ...run(makeContainer(words, there !== undefined), running, { keeps: `the container ${name}` }),
      stdin: `${definition}\n`,
    }
    return wants ? [made] : [made, run(stopContainer(by, name), stopped, { keeps: `the container ${name}` })]
  },
})

const foundFact = ({ by = 'podman', name }: { readonly by?: ContainerTool | undefined; readonly name: string }) =>
  commandFact(askContainer(by, name), [])

const filesOf = ({ inputs = [], envFile }: Pick<Container, 'inputs' | 'envFile'>): string[] => [
  ...new Set([...inputs, ...(envFile === undefined ? [] : [envFile])]),
]

function definitionNow(args: Exclude<Container, { state: 'absent' }>, inputs: ReadonlyMap<string, DigestAnswer>) {
  const digests = new Map<string, string>()
  for (const [path, at] of inputs) {
    if (at.type === 'absent')
      return refuse(`${path}, which the container ${args.name} reads, is not there`, 'make it before, with file()')
    if (at.type !== 'file') return notAFile(path, at)
    digests.set(path, at.sha256)
  }
  return definitionOf(args, digests)
}

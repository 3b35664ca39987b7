import * as v from 'valibot'
import type { ContentAnswer, LocalAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { type Content, sameContent } from '../../lib/core/content.ts'
import { contentFact, type Fact, localFact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, kindOf, refuse } from '../../lib/core/failure.ts'
import { attributesOf } from '../../lib/core/operation.ts'
import type { Planned, Resource, TaskOptions } from '../../lib/core/resource.ts'
import { labelFault } from '../../lib/core/secret-label.ts'
import { defineTask } from '../../lib/core/task.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { kinds } from '../support/kinds.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { fileRemoval } from '../support/removal.ts'
import { hostPath, mode, ownerOf, text, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { fillTemplate } from './template/fill-template.ts'
import { type RenderValues, referred, type TemplateValues, templateValues } from './template/template-values.ts'

export type { RenderValues, TemplateValues } from './template/template-values.ts'

/** Anything that is called with the values; what it gives is checked. */
const render: v.GenericSchema<(values: never) => string> = v.custom<(values: never) => string>(
  (value) => typeof value === 'function',
  'give a function from the values to a text',
)

const options = v.pipe(
  kinds(
    {
      /** Where it shall be on the host; a link there is followed to the real file. */
      path: hostPath,
      /** What is filled in: texts, numbers, booleans and secrets by name, also in objects, as `{{server.port}}` names one. */
      values: templateValues,
      /** Permission bits, as in 0o640. Default: as it is; a new file 0o644. */
      mode: v.optional(mode),
      /** Name or number of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
      owner: v.optional(ownerOf('user')),
      /** Name or number of its group. Default: as it is; of a new one that of its user. */
      group: v.optional(ownerOf('group')),
      /** `absent`: no file shall be there, whatever is in it. Default: `present`. */
      state: v.optional(wordOf('present', 'absent')),
      ...validates,
    },
    {
      /** A file of the controller, in UTF-8, in which `{{name}}` stands for a value. It has no conditions, loops or filters. */
      from: { from: text('the path of a file of this machine') },
      /** What makes the text of the values. A secret comes to it as a text that stands for it. */
      render: { render },
    },
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? renderFault(dataset.value) : undefined
    if (fault !== undefined) addIssue({ message: fault })
  }),
)
type Checked = v.InferOutput<typeof options>

/** The options, with what makes the text bound to the values that it is called with. */
export type Template<Values extends TemplateValues> = Pick<
  Checked,
  'path' | 'mode' | 'owner' | 'group' | 'state' | 'validate'
> & {
  /** What is filled in: texts, numbers, booleans and secrets by name, also in objects, as `{{server.port}}` names one. */
  readonly values: Values
} & (
    | {
        /** A file of the controller, in UTF-8, in which `{{name}}` stands for a value. It has no conditions, loops or filters. */
        readonly from: string
        readonly render?: undefined
      }
    | {
        /** What makes the text of the values. A secret comes to it as a text that stands for it. */
        readonly render: (values: RenderValues<Values>) => string
        readonly from?: undefined
      }
  )

const checked = defineTask('template', {
  options,
  title: ({ path, state }) => `${state === 'absent' ? 'remove' : 'write'} ${path}`,
  reads: (args): { at: Fact<PathAnswer | ContentAnswer>; source?: Fact<LocalAnswer> } & OwnerReads => ({
    at: args.state === 'absent' ? pathFact(args.path) : contentFact(args.path),
    ...(args.state === 'absent' || args.from === undefined ? {} : { source: localFact(args.from) }),
    ...ownerFacts(args),
  }),
  plan: (args, { at, source, ...owners }) => {
    if (args.state === 'absent') return fileRemoval(args.path, at as PathAnswer)
    if (source && 'missing' in source) return refuse(source.missing, 'put it there, or name another file')
    return (
      cannotWrite(args.path, at) ??
      noSuchOwner(args.path, args, owners) ??
      validated(written(args, at, source?.content), args.validate)
    )
  },
})

/**
 * A file made of a template: a function of yours, or a file of the controller in which `{{name}}` stands for a value. A name
 * that there is no value for is refused, and so is a value that the file does not name. What has conditions or loops is a
 * function: TypeScript has all of them.
 *
 * @example template({ path: '/etc/app.conf', from: 'files/app.conf', values: { port: 8080, password: secret('db') }, mode: 0o600 })
 * @example template({ path: '/etc/app.conf', values: { ports: ['80', '443'].join(' ') }, render: ({ ports }) => `listen ${ports}\n` })
 */
export const template: (<const Values extends TemplateValues>(options: Template<Values> & TaskOptions) => Resource) & {
  readonly schema: typeof options
} = checked as never

function written(args: Checked, at: PathAnswer | ContentAnswer, source: Content | undefined): Planned {
  const { path } = args
  const filled = source === undefined ? rendered(args) : fillTemplate(args.from ?? '', source, args.values)
  if (isRefusal(filled)) return filled
  const content = { text: filled }
  const same = at.type === 'file' && 'content' in at && sameContent(at.content, content)
  return same ? attributeChanges(path, args, at) : [{ op: 'write', path, content, ...attributesOf(args) }]
}

const rendered = ({ render, values }: Checked): string => render?.(referred(values) as never) ?? ''

/** The function is tried where it is given, so that what it throws is told with the place of the call. */
function renderFault(args: Checked): string | undefined {
  if (args.render === undefined) return undefined
  try {
    const made: unknown = rendered(args)
    if (typeof made === 'string') return labelFault(made)
    return `render gave ${kindOf(made)}: let it give a text`
  } catch (error) {
    return `render failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

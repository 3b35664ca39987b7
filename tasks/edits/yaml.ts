import * as v from 'valibot'
import type { NotedAnswer } from '../../lib/core/answers.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editYaml, type YamlEdit } from '../../lib/edit/yaml/index.ts'
import { editTextFile, makeTextFile, nothingToRemove } from '../support/edit-file.ts'
import { hostPath, truth, whole } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editedFact } from './support/edited-fact.ts'
import { editsOf } from './support/edits.ts'
import { withEdits } from './support/with-edits.ts'
import * as edits from './support/yaml-edits.ts'

const options = v.strictObject({
  /** The file. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<YamlEdit>('YAML'),
  /** Make a missing file. Default: it is refused. */
  create: v.optional(truth),
  /** Which document is meant where the file holds several, from 0. */
  document: v.optional(whole('the number of a document', 0, 10_000)),
  ...validates,
})
export type Yaml = v.InferInput<typeof options>

/**
 * Edits of a YAML file; comments, order, indentation, quotes and all other keys stay. A new text is quoted wherever a reader
 * of YAML 1.1 or 1.2 could take it for something else.
 *
 * @example yaml({ path: '/etc/prometheus/prometheus.yml', edits: [yaml.set('global.scrape_interval', '30s')] })
 * @example yaml({ path: '/etc/netplan/50.yaml', edits: [yaml.ensureItem('network.ethernets.eth0.addresses', '10.0.0.11/24')] })
 */
export const yaml = withEdits(
  defineTask('yaml', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: (args) => ({ at: editedFact('yaml', args, planOf) }),
    plan: (args, { at }) => validated(planOf(args, at), args.validate),
  }),
  edits,
)

const planOf = ({ path, edits, create, document }: v.InferOutput<typeof options>, at: NotedAnswer) => {
  const edit = (text: string) => editYaml(text, edits, { document })
  return (
    nothingToRemove(at, edits, (one) => one.edit === 'remove' || one.edit === 'removeItem') ??
    (create && at.type === 'absent' ? makeTextFile : editTextFile)(path, at, edit)
  )
}

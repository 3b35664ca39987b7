import * as v from 'valibot'
import type { Content } from '../../../lib/core/content.ts'
import type { Made } from '../../../lib/core/operation.ts'
import { hostPath, mode, text } from '../../support/schema.ts'

const content: v.GenericSchema<Content> = v.custom<Content>(
  (value) => typeof value === 'object' && value !== null && ['text', 'base64', 'source'].some((key) => key in value),
  "give what is in the file, as in { text: 'hello\\n' }",
)

/** What is at a path once a script has run. */
export const made: v.GenericSchema<Made> = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('absent'), path: hostPath }),
    v.strictObject({ type: v.literal('directory'), path: hostPath }),
    v.strictObject({ type: v.literal('symlink'), path: hostPath, target: text('what the link points to') }),
    v.strictObject({
      type: v.literal('file'),
      path: hostPath,
      content: v.exactOptional(content),
      sha256: v.exactOptional(text('the SHA-256 of the file, in hexadecimal digits')),
      mode: v.optional(mode),
      owner: v.optional(text("the name or number of a user, as in 'wso2' or '802'")),
      group: v.optional(text("the name or number of a group, as in 'wso2' or '802'")),
    }),
  ],
  "give what is at the path, as in { path: '/opt/x', type: 'directory' }: a file, a directory, a symlink, or absent",
)

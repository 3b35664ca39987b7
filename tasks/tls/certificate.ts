import type { Answers } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { type ChangeReads, change, changeReads } from './certificate/change.ts'
import { options } from './certificate/options.ts'
import { type RemovalReads, removal, removalReads } from './certificate/removal.ts'

export type { Certificate } from './certificate/options.ts'

/**
 * A certificate with its key: made by openssl on the host, or your own. Both change at one moment, so that no crash leaves
 * two that do not belong together. A certificate that somebody else signed is kept while it is good, and never replaced.
 *
 * @example certificate({ path: '/etc/nginx/ssl/is.crt', key: '/etc/nginx/ssl/is.key', names: ['is.example.com'] })
 * @example certificate({ …, names: ['is.example.com'], from: { certificate: 'tls/is.crt', key: 'tls/is.key' } })
 */
export const certificate = defineTask('certificate', {
  options,
  title: (args) =>
    args.state === 'absent'
      ? `remove the certificate ${args.path} and its key`
      : `certify ${args.names.join(', ')} in ${args.path}`,
  reads: (args): Partial<ChangeReads & RemovalReads> =>
    args.state === 'absent' ? removalReads(args) : changeReads(args),
  // What was asked is what the state asks for.
  plan: (args, answers) =>
    args.state === 'absent'
      ? removal(args, answers as Answers<RemovalReads>)
      : change(args, answers as Answers<ChangeReads>),
})

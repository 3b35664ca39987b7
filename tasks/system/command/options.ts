import * as v from 'valibot'
import { kinds } from '../../support/kinds.ts'
import { duration, hostPath, listOf, objectOf, seconds, text, textOrSecret, truth } from '../../support/schema.ts'
import { made } from './made.ts'

const variable = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    ({ input }) => `${JSON.stringify(input)} is no name of a variable: use letters, digits and _, as in APP_HOME`,
  ),
)

/** What a command is told. */
export const commandOptions = v.pipe(
  kinds(
    {
      /** A POSIX shell script. */
      script: text('a POSIX shell script'),
      /** Given on standard input: the place for a secret. */
      stdin: v.optional(textOrSecret),
      /** The folder in which it and `unless` run. It has to be there when the command is needed. */
      chdir: v.optional(hostPath),
      /** Variables that it and `unless` have. One that is a secret stands in no list of arguments and in nothing that is told. */
      env: v.optional(v.record(variable, textOrSecret)),
      /** What is at these paths once it has run; all else at and below `touches` is unknown until then. */
      makes: v.optional(listOf(made, 'what is at paths')),
      /** Paths at and below which it changes things. */
      touches: v.optional(listOf(hostPath, 'paths on the host')),
      /**
       * A script that undoes it where its run is rolled back, once all files are as they were. It holds no secret: the host
       * keeps it. Default: nothing does, and a rollback says so.
       */
      undo: v.optional(text('a POSIX shell script')),
      /** `undo` comes before the files are as they were, for it ends what uses them. Default: after that. */
      undoFirst: v.optional(truth),
      /** Seconds after which it is ended, with all that it has started, and has failed. Default: it takes as long as it takes. */
      timeout: v.optional(seconds),
      /**
       * It runs on whoever goes away, in a session of its own, until it has ended or `within` is over, as in '2h'; nobody else changes
       * the host meanwhile. A later run takes it up in place of starting it twice.
       */
      detached: v.optional(
        objectOf('how long it may run, { within }', {
          /** The time that it has, as in '2h', '10m' or a number of seconds; then it is ended. */
          within: duration,
        }),
      ),
    },
    {
      unless: {
        /** A script that only reads: when it ends with 0, the command is needless. */
        unless: text('a POSIX shell script'),
        /** Paths on which the answer of `unless` depends; `[]`: none that a plan changes. Default: on anything that changes on the host. */
        inputs: v.optional(listOf(hostPath, 'paths on the host')),
      },
      creates: {
        /** A path: when it is there, the command is needless. */
        creates: hostPath,
      },
      removes: {
        /** A path: when it is not there, the command is needless. */
        removes: hostPath,
      },
      always: {
        /** It runs each time. That is no change: a report says that it ran, a dry run that it will. */
        always: v.literal(true, 'give true, or name in unless, creates or removes when it is needless'),
      },
    },
  ),
  v.check(
    ({ undo, undoFirst }) => !undoFirst || undo !== undefined,
    'undoFirst is about undo: give that, or leave it out',
  ),
  v.check(
    ({ timeout, detached }) => !timeout || !detached,
    'timeout does not go with detached, whose limit is within: leave it out',
  ),
  v.check(
    ({ always, detached }) => !always || !detached,
    'always does not go with detached, which a later run takes up: name in unless when it is needless',
  ),
)
export type CommandArgs = v.InferOutput<typeof commandOptions>

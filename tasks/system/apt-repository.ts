import * as v from 'valibot'
import { defineTask } from '../../lib/core/task.ts'
import { askAptLists, fetchAptLists } from '../../lib/remote/posix/apt-lists.ts'
import { directory } from '../files/directory.ts'
import { file } from '../files/file.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { line, listOf, someOf, text, wordOf } from '../support/schema.ts'
import { command } from './command.ts'

const word = (what: string): v.GenericSchema<string> =>
  v.pipe(
    line(what),
    v.regex(/^\S+$/, ({ input }) => `${JSON.stringify(input)} has a blank in it: give ${what}`),
  )

const options = v.pipe(
  presentOrAbsent(
    {
      /** Of its files: `/etc/apt/sources.list.d/NAME.sources`, and `/etc/apt/keyrings/NAME.asc` for the key. */
      name: v.pipe(
        text('a name'),
        v.regex(
          /^[a-zA-Z0-9][\w-]*$/,
          ({ input }) => `apt passes over a file called ${input}.sources: use letters, digits, - and _`,
        ),
      ) as v.GenericSchema<string>,
      /** Default: present. `absent` removes both files; what was installed from it stays. */
      state: v.optional(wordOf('present', 'absent')),
    },
    {
      /** Where it is, as in `https://deb.example.com/debian`. */
      uris: someOf(word('a URI of a repository'), 'URIs'),
      /** As in `bookworm`; a flat repository has a path that ends in a slash, as in `./`. */
      suites: someOf(word('a suite'), 'suites'),
      /** As in `main`. A flat repository has none. */
      components: v.optional(listOf(word('a component'), 'components')),
      /** The public key that signs it, as text (`-----BEGIN PGP PUBLIC KEY BLOCK-----`). */
      key: v.pipe(
        text('a public key as text'),
        v.check(
          (key) => /^\s*-----BEGIN PGP PUBLIC KEY BLOCK-----/.test(key),
          'it is no public key as text: give what gpg --armor --export prints',
        ),
      ) as v.GenericSchema<string>,
      /** Default: those of the host. */
      architectures: v.optional(listOf(word('an architecture'), 'architectures')),
      /** Default: binary packages alone. */
      types: v.optional(listOf(wordOf('deb', 'deb-src'), "'deb' or 'deb-src'")),
    },
  ),
  v.check(
    (args) =>
      args.state === 'absent' ||
      (args.components?.length ?? 0) > 0 !== (args.suites ?? []).every((suite) => suite.endsWith('/')),
    "give components, as in ['main']; a flat repository has none, and suites that end in a slash",
  ),
)
export type AptRepository = v.InferInput<typeof options>

/**
 * A repository of apt with a key that counts for it alone (deb822, Signed-By). Its lists are fetched where they are missing,
 * and no others: `packages` finds what is in it.
 *
 * @example aptRepository({ name: 'pgdg', uris: ['https://apt.postgresql.org/pub/repos/apt'], suites: ['bookworm-pgdg'], components: ['main'], key })
 */
export const aptRepository = defineTask('aptRepository', {
  options,
  tasks: (args) => {
    const sources = `/etc/apt/sources.list.d/${args.name}.sources`
    const key = `/etc/apt/keyrings/${args.name}.asc`
    if (args.state === 'absent')
      return [file({ path: sources, text: '', state: 'absent' }), file({ path: key, text: '', state: 'absent' })]
    return [
      directory({ path: '/etc/apt/keyrings' }),
      file({ path: key, text: `${args.key.trim()}\n`, mode: 0o644 }),
      file({ path: sources, text: sourcesOf(args, key), mode: 0o644 }),
      command({
        script: fetchAptLists(sources),
        unless: askAptLists(sources),
        inputs: [sources, key],
        title: `fetch the lists of ${args.name}`,
      }),
    ]
  },
})

function sourcesOf(args: Exclude<AptRepository, { state: 'absent' }>, key: string): string {
  const { uris, suites, components = [], architectures = [], types = ['deb'] } = args
  const fields: readonly (readonly [string, readonly string[]])[] = [
    ['Types', types],
    ['URIs', uris],
    ['Suites', suites],
    ['Components', components],
    ['Architectures', architectures],
    ['Signed-By', [key]],
  ]
  return fields.flatMap(([name, words]) => (words.length > 0 ? [`${name}: ${words.join(' ')}\n`] : [])).join('')
}

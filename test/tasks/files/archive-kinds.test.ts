import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openArchive } from '../../../lib/controller/open-archive.ts'
import { answer } from '../../../lib/core/answer.ts'
import { local } from '../../../lib/core/connection.ts'
import { isRefusal, Refused } from '../../../lib/core/failure.ts'
import { keyOf } from '../../../lib/core/question.ts'
import { emptyState } from '../../../lib/core/state.ts'
import { archive, lines } from '../../../tasks/index.ts'
import { tarGzOf, zipOf } from '../../support/archives.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { type Situation, trySituations } from '../../support/situations.ts'
import { playOn } from '../one-play.ts'

/** Archives as the fleet makes them: by Info-ZIP, by GNU tar, by Windows; and what cannot be unpacked is told in the plan. */
needs(['zip', 'tar', 'xz-utils', 'bzip2', 'zstd'])

const folder = scratch('kinds')

/** What a script leaves in `$out`, run in a new folder. */
function made(script: string): Buffer {
  const work = `${folder}/${made.count++}`
  mkdirSync(`${work}/in`, { recursive: true })
  execFileSync('bash', ['-ec', script], {
    cwd: `${work}/in`,
    env: { ...process.env, out: `${work}/out`, LC_ALL: 'C.UTF-8' },
  })
  return readFileSync(`${work}/out`)
}
made.count = 0

const patched = (bytes: Buffer, ...pairs: readonly (readonly [string, string])[]): Buffer =>
  Buffer.from(
    pairs.reduce((text, [from, to]) => text.replaceAll(from, to), bytes.toString('latin1')),
    'latin1',
  )

/** As a zip program of DOS or Windows would have made it. */
const elsewhere = (bytes: Buffer): Buffer =>
  patched(bytes, ['PK\x01\x02\x1e\x03', 'PK\x01\x02\x14\x00'], ['\x14\x00\x00\x08', '\x14\x00\x00\x00'])

/** A zip of one entry, whose name Info-ZIP gives once more, in UTF-8, in a field of its own. */
function withUnicodeName(zip: Buffer, raw: string, name: string): Buffer {
  const unicode = Buffer.from(name)
  const field = Buffer.alloc(9)
  field.write('up', 'latin1')
  field.writeUInt16LE(5 + unicode.length, 2)
  field.writeUInt8(1, 4)
  field.writeUInt32LE(crc32(Buffer.from(raw)), 5)
  const central = zip.indexOf('PK\x01\x02', 0, 'latin1')
  const end = zip.indexOf('PK\x05\x06', 0, 'latin1')
  const bytes = Buffer.concat([zip.subarray(0, end), field, unicode, zip.subarray(end)])
  bytes.writeUInt16LE(field.length + unicode.length, central + 30)
  bytes.writeUInt32LE(end - central + field.length + unicode.length, end + field.length + unicode.length + 12)
  return bytes
}

const tree = 'mkdir -p d/e; echo x >d/e/f; chmod 755 d/e/f; ln -s e/f d/l; : >d/empty; mkdir d/none'

const kinds: readonly (readonly [name: string, bytes: Buffer, after: Situation['after']])[] = [
  [
    'a plain tar',
    made(`${tree}; tar -cf $out d`),
    { 'is/d/e/f': 'x\n', 'is/d/l': { link: 'e/f' }, 'is/d/none': { mode: 0o755 } },
  ],
  ['a tar of the old kind', made(`${tree}; tar --format=v7 -cf $out d`), { 'is/d/e/f': 'x\n' }],
  ['a tar of the POSIX kind', made(`${tree}; tar --format=posix -cf $out d`), { 'is/d/e/f': 'x\n' }],
  ['a tar.xz', made(`${tree}; tar -cJf $out d`), { 'is/d/e/f': 'x\n' }],
  ['a tar.bz2', made(`${tree}; tar -cjf $out d`), { 'is/d/e/f': 'x\n' }],
  ['a tar.zst', made(`${tree}; tar --zstd -cf $out d`), { 'is/d/e/f': 'x\n' }],
  ['a tar of the current folder', made(`${tree}; tar -czf $out .`), { 'is/d/e/f': 'x\n', 'is/d/empty': '' }],
  ['a tar with long names', made('n=$(printf "%0150d" 1); mkdir -p $n/$n; echo y >$n/$n/é; tar -czf $out *'), {}],
  [
    'names of Info-ZIP that are not marked as UTF-8',
    patched(made('mkdir é; echo x >é/☃.txt; zip -qr $out.zip é; mv $out.zip $out'), ['up', 'xx']),
    { 'is/é/☃.txt': 'x\n' },
  ],
  [
    'names of Info-ZIP with its own field',
    withUnicodeName(elsewhere(zipOf({ caf_: 'x' })), 'caf_', '☃/é'),
    { 'is/☃/é': 'x' },
  ],
  [
    'names in the code page of old',
    patched(elsewhere(zipOf({ 'caf_.txt': 'x' })), ['caf_', 'caf\x82']),
    { 'is/café.txt': 'x' },
  ],
  ['backslashes of Windows', elsewhere(zipOf({ 'a\\b\\c.txt': 'x' })), { 'is/a/b/c.txt': 'x' }],
  ['a backslash of Unix', zipOf({ 'a\\b': 'x' }), { 'is/a\\b': 'x' }],
  ['a name twice: the last counts', made('echo 1 >f; tar -cf $out f; echo 2 >f; tar -rf $out f'), { 'is/f': '2\n' }],
]

const faults: readonly (readonly [name: string, bytes: Buffer, says: RegExp])[] = [
  [
    'an encrypted zip',
    made('echo x >f; zip -q -P geheim $out.zip f; mv $out.zip $out'),
    /p: it holds f, which is encrypted: unpack it, and pack it anew without a password/,
  ],
  [
    'a zip of another compression',
    made('seq 9999 >f; zip -q -Z bzip2 $out.zip f; mv $out.zip $out'),
    /it holds f, compressed by method 12, which is not known here/,
  ],
  [
    'a tar with names that are not UTF-8',
    made('mkdir a; : >a/$(printf "\\351"); : >a/$(printf "\\350"); tar -czf $out a'),
    /it holds the name a\/\\xe[89], which is not UTF-8: pack it anew with names in UTF-8/,
  ],
  [
    'a zip made by Unix with such names',
    patched(zipOf({ caf_: 'x' }), ['caf_', 'caf\xe9'], ['\x14\x00\x00\x08', '\x14\x00\x00\x00']),
    /it holds the name caf\\xe9, which is not UTF-8/,
  ],
  [
    'a zip with such names that says they were',
    patched(zipOf({ caf_: 'x' }), ['caf_', 'caf\xe9']),
    /it holds the name caf\\xe9, which is not UTF-8/,
  ],
  ['a named pipe in a tar', made('mkfifo p; tar -cf $out p'), /it holds p, a fifo: pack it anew without that/],
  [
    'a named pipe in a zip',
    patched(zipOf({ p: { link: '' } }), ['\xff\xa1', '\x80\x11']),
    /it holds p, which is neither file, folder nor link: pack it anew without that/,
  ],
  [
    'a name that no host takes',
    zipOf({ [`a/${'é'.repeat(128)}`]: 'x' }),
    /it holds a\/é+, a path or name that is too long/,
  ],
  [
    'a file with holes in a tar',
    made('truncate -s 1M f; tar --format=gnu -S -cf $out f'),
    /it holds f, a kind of entry that is not known here/,
  ],
  [
    'a hard link to what it does not hold',
    await tarGzOf({ a: '' }, { b: 'c' }),
    /it holds b, a link to c, which it does not hold/,
  ],
  ['a name as a file and as a folder', zipOf({ a: 'x', 'a/b': 'y' }), /it holds a\/b, and a as a file/],
  ['a path from the root', await tarGzOf({ '/etc/evil': 'x' }), /it holds the path \/etc\/evil, which leads out of it/],
  ['a path that leads out behind a dot', await tarGzOf({ 'a/./../../evil': 'x' }), /which leads out of it/],
  [
    'a tar.xz that is cut short',
    made(`${tree}; tar -cJf $out d`).subarray(0, -30),
    /p cannot be read: .*[Uu]nexpected end of input/,
  ],
  [
    'a gzip that holds no tar',
    made('echo hello | gzip >$out'),
    /p is neither a zip nor a tar: give a zip, or a tar, plain or by gzip, xz, bzip2 or zstd/,
  ],
  ['an empty file', Buffer.alloc(0), /p is neither a zip nor a tar/],
]

trySituations('kinds of archives', [
  ...kinds.map(
    ([name, p, after]): Situation => ({
      name,
      given: { p },
      resources: ({ at, given }) => archive({ from: given('p'), path: at('is') }),
      operations: ['run'],
      statuses: ['changed'],
      ...(after ? { after } : {}),
    }),
  ),
  ...faults.map(
    ([name, p, refused]): Situation => ({
      name,
      given: { p },
      resources: ({ at, given }) => archive({ from: given('p'), path: at('is') }),
      refused,
    }),
  ),
  {
    name: 'edited while it is still in a tar of the current folder',
    given: { p: made(`${tree}; tar -czf $out .`) },
    resources: ({ at, given }) => [
      archive({ from: given('p'), path: at('is'), strip: 1 }),
      lines({ path: at('is/e/f'), edits: [lines.ensure('y')] }),
    ],
    operations: ['run', 'write is/e/f'],
    after: { 'is/e/f': 'x\ny\n' },
  },
])

const test = suite('archives without a program')
test('what this machine cannot read is told by the name of the program', async () => {
  const { PATH } = process.env
  symlinkSync('/bin/sh', `${folder}/sh`)
  process.env.PATH = folder
  try {
    const opened = await openArchive(xz)
    assert.ok(isRefusal(opened))
    assert.match(opened.refusal, /it is compressed by xz, and this machine has no program of that name to read it/)
    assert.match(opened.advice, /install xz on this machine, or pack it anew as a tar\.gz/)
  } finally {
    process.env.PATH = PATH
  }
})

test('an entry that is damaged, where its content is asked for and where all is unpacked: a refusal', async () => {
  writeFileSync(`${folder}/damaged.zip`, patched(zipOf({ f: 'content\n' }), ['content', 'kontent']))
  const unpack = archive({ from: `${folder}/damaged.zip`, path: `${folder}/is` })
  const edited = await playOn(local(), [unpack, lines({ path: `${folder}/is/f`, edits: [lines.ensure('y')] })])
  assert.match(edited.reasons, /f in .*damaged\.zip cannot be read: f in it is damaged: its checksum is another/)
  const whole = await playOn(local(), unpack)
  assert.equal(whole.statuses, ['refused'])
  assert.match(whole.reasons, /f in it is damaged: its checksum is another: fetch it again/)
  assert.not.ok(existsSync(`${folder}/is`))
})

test('a file of the controller that goes between two looks at it: a refusal', async () => {
  const source = { file: `${folder}/gone` }
  const state = emptyState()
  state.nodes.set('/f', { type: 'file', content: { source, size: 200_000 } })
  state.answers.set(keyOf({ ask: 'local', source, want: 'content' }), { missing: 'it is gone' })
  assert.throws(
    () => answer(state, { ask: 'content', path: '/f' }),
    (error: unknown) => error instanceof Refused,
  )
})

const xz = made(`${tree}; tar -cJf $out d`)
test.run()

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CommandAnswer } from '../../lib/core/answers.ts'
import { bytesOf, type Content, sha256 } from '../../lib/core/content.ts'
import type { HostQuestion } from '../../lib/core/question.ts'
import { keyOf, noteKey } from '../../lib/core/question.ts'
import type { Probed } from '../../lib/remote/dialect.ts'
import { leaveNotes } from '../../lib/remote/posix/content-notes.ts'
import { firstCommand } from '../../lib/remote/posix/frame.ts'
import { probeScript } from '../../lib/remote/posix/probe-script.ts'
import { readProbe } from '../../lib/remote/posix/read-probe.ts'
import { plant } from '../../lib/testing/tree.ts'
import { scratch, testShells } from '../support/shells.ts'

const nonce = 'f'.repeat(32)
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, n) => n))

for (const { name, spec } of testShells()) {
  const test = suite(`probe on ${name}`)

  let answered = 0
  const ask = (questions: readonly HostQuestion[], env: Readonly<Record<string, string>> = {}): Probed => {
    const output = execFileSync(spec.options.shell ?? 'sh', ['-c', firstCommand(probeScript(questions), nonce)], {
      env: { ...process.env, ...spec.options.env, ...env },
      input: '',
      maxBuffer: 1 << 28,
    })
    answered = output.length
    const from = output.indexOf(`\n${nonce} start\n`) + nonce.length + 8
    return readProbe(output.subarray(from, output.lastIndexOf(`\n${nonce} end\n`)), questions)
  }

  test('contents come back byte for byte: every byte, empty, no final newline, what looks like a record, 5 MB', () => {
    const folder = scratch('probe')
    const large = Buffer.alloc(5_000_000, everyByte)
    const contents: Record<string, Buffer> = {
      bytes: everyByte,
      empty: Buffer.alloc(0),
      newline: Buffer.from('\n'),
      bare: Buffer.from('no end'),
      record: Buffer.from(`p 0 absent 4\n/tmp\n${nonce} ends\nh -\n`),
      large,
      last: Buffer.from('last'),
    }
    for (const [file, bytes] of Object.entries(contents)) writeFileSync(`${folder}/${file}`, bytes)
    const { nodes } = ask(Object.keys(contents).map((file) => ({ ask: 'content', path: `${folder}/${file}` })))
    for (const [file, bytes] of Object.entries(contents)) {
      const node = nodes.get(`${folder}/${file}`)
      assert.ok(node?.type === 'file' && node.content, file)
      assert.ok(Buffer.from(bytesOf(node.content as Content)).equals(bytes), file)
    }
  })

  test('what is long comes packed where the host can, and as it is where it cannot', () => {
    const folder = scratch('probe')
    const text = 'one line like many others\n'.repeat(8000)
    writeFileSync(`${folder}/long`, text)
    writeFileSync(`${folder}/short`, 'short\n')
    const questions = ['long', 'short', 'none'].map((file) => ({ ask: 'content' as const, path: `${folder}/${file}` }))
    const contents = (found: Probed) =>
      ['long', 'short'].map((file) => {
        const node = found.nodes.get(`${folder}/${file}`)
        return node?.type === 'file' && node.content && Buffer.from(bytesOf(node.content)).toString()
      })
    assert.equal(contents(ask(questions)), [text, 'short\n'])
    assert.ok(answered < 10_000, `${answered} bytes`)
    if (name === 'busybox') return
    const without = scratch('probe-tools')
    for (const tool of ['sh', name, 'id', 'stat', 'cat', 'sed', 'head', 'readlink', 'cut', 'sha256sum'])
      symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), `${without}/${tool}`)
    assert.equal(contents(ask(questions, { PATH: without })), [text, 'short\n'])
    assert.ok(answered > text.length, `${answered} bytes`)
  })

  test('any byte in a path, by every kind of question', () => {
    const folder = scratch('probe')
    const odd = [
      ...Array.from({ length: 127 }, (_, n) => String.fromCharCode(n + 1)).filter((one) => one !== '/'),
      'é',
      '€',
      '\u{1F600}',
      'a\nb',
      'end\n',
      '\n',
      ' ',
      '-rf',
      '--',
      '\\n',
      "'",
      '*',
      'a  b',
    ]
    const names = odd.filter((one) => one !== '.')
    mkdirSync(`${folder}/d`)
    for (const file of names) writeFileSync(`${folder}/d/${file}`, file)
    const asks = ['path', 'digest', 'content'] as const
    const { nodes } = ask(
      names.flatMap((file) => asks.map((kind): HostQuestion => ({ ask: kind, path: `${folder}/d/${file}` }))),
    )
    for (const file of names) {
      const node = nodes.get(`${folder}/d/${file}`)
      assert.ok(node?.type === 'file', JSON.stringify(file))
      assert.is(node.sha256?.length, 64, JSON.stringify(file))
      assert.equal(node.content, { text: file })
    }
    const none = ask(names.map((file) => ({ ask: 'path', path: `${folder}/none${file}/x` })))
    for (const file of names) assert.is(none.nodes.get(`${folder}/none${file}/x`)?.type, 'absent')
  })

  test('a short file that is unlike what is wanted comes with its content; one that is alike, or long, with its digest alone', () => {
    const folder = scratch('probe')
    const sum = (text: string) => createHash('sha256').update(text).digest('hex')
    const files = {
      alike: 'same',
      unlike: 'old\n',
      odd: "it's\n",
      'new\nline': 'x',
      long: 'x'.repeat(65_537),
      most: 'y'.repeat(65_536),
    }
    for (const [file, text] of Object.entries(files)) writeFileSync(`${folder}/${file}`, text)
    const digest = (file: string, unlike?: string): HostQuestion => ({
      ask: 'digest',
      path: `${folder}/${file}`,
      ...(unlike === undefined ? {} : { unlike: sum(unlike) }),
    })
    for (const names of [['alike', 'unlike', 'odd', 'long', 'most'], Object.keys(files)]) {
      const { nodes } = ask([
        digest('none', 'same'),
        ...names.map((file) => digest(file, 'same')),
        { ask: 'content', path: `${folder}/alike` },
        digest('odd'),
      ])
      for (const file of names) {
        const node = nodes.get(`${folder}/${file}`)
        const text = files[file as keyof typeof files]
        assert.ok(node?.type === 'file' && node.sha256 === sum(text), file)
        assert.equal(node.content, file === 'long' ? undefined : { text }, file)
      }
    }
    const { nodes } = ask([digest('alike', 'same'), digest('unlike')])
    for (const node of nodes.values()) assert.not.ok(node.type === 'file' && node.content)
  })

  test('a content that is known comes as its digest; another one, one that nobody knows, and what is no file, as ever', () => {
    const folder = scratch('probe')
    const files = { known: 'known\n', another: 'other\n', plain: 'plain\n', 'new\nline': 'odd\n' }
    plant(folder, { ...files, 'd/x': '', l: { link: 'known' } })
    const content = (file: string, ...known: readonly string[]): HostQuestion => ({
      ask: 'content',
      path: `${folder}/${file}`,
      ...(known.length === 0 ? {} : { known: known.map((text) => sha256(Buffer.from(text))) }),
    })
    const asked = [content('l', 'x', 'known\n'), content('another', 'known\n'), content('plain'), content('d', 'x')]
    for (const questions of [asked, [...asked, content('new\nline', 'odd\n'), content('none', 'x')]]) {
      const { nodes } = ask(questions)
      const at = (file: string) => nodes.get(`${folder}/${file}`)
      const [known, another, plain] = [at('known'), at('another'), at('plain')]
      assert.ok(known?.type === 'file' && another?.type === 'file' && plain?.type === 'file')
      assert.equal([known.sha256, known.content], [sha256(Buffer.from(files.known)), undefined])
      assert.equal([another.sha256, another.content], [undefined, { text: files.another }])
      assert.equal([plain.sha256, plain.content], [undefined, { text: files.plain }])
      assert.is(at('d')?.type, 'directory')
    }
  })

  test('a note is told in place of the content that it is about, and of no other; whoever else has left it', () => {
    const folder = scratch('probe')
    plant(folder, { f: 'content\n' })
    const env = { RUNBOOK_JOURNAL: `${folder}/state/journal` }
    const question: HostQuestion = { ask: 'content', path: `${folder}/f`, note: 'a1b2' }
    const said = () => {
      const { nodes, answers } = ask([question], env)
      const node = nodes.get(`${folder}/f`)
      const noted = answers.get(noteKey(`${folder}/f`, 'a1b2'))
      return noted ?? (node?.type === 'file' && node.content)
    }
    const leave = (text: string, note: string) => {
      const script = leaveNotes([{ name: 'a1b2', sha256: sha256(Buffer.from(text)), note }])
      const words = ['-c', firstCommand(script, nonce)]
      const options = { env: { ...process.env, ...spec.options.env, ...env }, input: '', encoding: 'utf8' } as const
      assert.is(execFileSync(spec.options.shell ?? 'sh', words, options).trim(), `${nonce} start\n\n${nonce} end`)
    }
    const note = { sha256: sha256(Buffer.from('content\n')), note: "it's 50 % of \\n $(that)" }
    assert.equal(said(), { text: 'content\n' })
    leave('content\n', note.note)
    assert.equal(said(), note)
    assert.is(statSync(`${folder}/state/content-notes`).mode & 0o777, 0o700)
    leave('another\n', 'of another')
    assert.equal(said(), { text: 'content\n' })
    leave('content\n', note.note)
    chownSync(`${folder}/state/content-notes/a1b2`, 65534, 65534)
    assert.equal(said(), { text: 'content\n' })
    leave('content\n', note.note)
    assert.equal(said(), note)
    renameSync(`${folder}/state/content-notes`, `${folder}/elsewhere`)
    symlinkSync(`${folder}/elsewhere`, `${folder}/state/content-notes`)
    assert.equal(said(), { text: 'content\n' })
    leave('content\n', 'by way of a link')
    assert.match(readFileSync(`${folder}/elsewhere/a1b2`, 'utf8'), /50 %/)
  })

  test('the names in a directory: hidden ones, links to nothing, any byte, none at all, and what is no directory', () => {
    const folder = scratch('probe')
    const names = ['a', '.b', '..c', '...', 'new\nline', 'end\n', ' ', '*', '-rf', '\\', 'é', 'link', 'inner']
    plant(folder, {
      ...Object.fromEntries(names.slice(0, -2).map((file) => [`d/${file}`, ''])),
      'd/link': { link: 'gone' },
      'd/inner/x': '',
      empty: { dir: true },
      file: '',
      'to-d': { link: 'd' },
    })
    const { nodes } = ask(
      ['to-d', 'empty', 'file', 'none', 'd/link'].map((path) => ({ ask: 'list', path: `${folder}/${path}` })),
    )
    const at = (path: string) => nodes.get(`${folder}/${path}`)
    const full = at('d')
    assert.equal(full?.type === 'directory' && [...(full.names ?? [])].sort(), [...names].sort())
    const deep = ask([{ ask: 'list', path: `${folder}/to-d`, deep: true }]).nodes.get(`${folder}/d`)
    assert.equal(deep?.type === 'directory' && [...(deep.tree ?? [])].sort(), [...names, 'inner/x'].sort())
    const empty = at('empty')
    assert.equal(empty?.type === 'directory' && empty.names, [])
    const none = ask([{ ask: 'list', path: `${folder}/empty`, deep: true }]).nodes.get(`${folder}/empty`)
    assert.equal(none?.type === 'directory' && none.tree, [])
    assert.is(at('file')?.type, 'file')
    assert.is(at('none')?.type, 'absent')
    assert.is(at('d/gone')?.type, 'absent')
  })

  test('a directory that may not be read is no empty one', () => {
    const answer = 'p 0 list 2\n/xn !\ns 41c0 0 0 0 root:root\n'
    const { nodes } = readProbe(Buffer.from(answer), [{ ask: 'list', path: '/x' }])
    assert.equal(nodes.get('/x'), { type: 'denied' })
  })

  test('links: followed in folders and at the end, told one by one, in circles, broken, to any bytes', () => {
    const folder = scratch('probe')
    plant(folder, {
      'real/d/f': 'x',
      cur: { link: 'real' },
      deep: { link: '$/cur/d' },
      up: { link: 'deep/../../real' },
      broken: { link: 'gone/x' },
      self: { link: 'self' },
      a: { link: 'b/x' },
      b: { link: 'a/y' },
      'new\nline': { link: 'real\n' },
      file: { link: 'real/d/f/' },
    })
    execFileSync('sh', ['-c', `ln -s "$(printf 'bad\\377\\376')" "$1/bytes"`, 'sh', folder])
    const { nodes } = ask(
      ['deep/f', 'up/d/f', 'broken', 'self/x', 'a', 'new\nline', 'bytes', 'file', 'real/d/f'].map((path) => ({
        ask: 'digest',
        path: `${folder}/${path}`,
      })),
    )
    const at = (path: string) => nodes.get(`${folder}/${path}`)
    assert.equal(at('cur'), { type: 'symlink', target: 'real' })
    assert.equal(at('deep'), { type: 'symlink', target: `${folder}/cur/d` })
    assert.equal(at('new\nline'), { type: 'symlink', target: 'real\n' })
    assert.is(at('real/d/f')?.type, 'file')
    assert.is(at('gone')?.type, 'absent')
    assert.is(at('bytes')?.type, 'symlink')
    assert.ok([...nodes.values()].some((node) => node.type === 'other' && node.what === 'loop of links'))
  })

  test('what commands say and how they end', () => {
    const scripts = [
      ['printf "a\\n\\nb\\n\\n"; exit 3', 3, 'a\n\nb\n\n'],
      ['echo "€ é" >&2', 0, '€ é\n'],
      ['exit 0', 0, ''],
      ['printf " 7 8 "', 0, ' 7 8 '],
      ['cat', 0, ''],
      ['echo "it\'s" "$HOME" | wc -l', 0, '1\n'],
      ['kill -9 $$', 137, ''],
      ['no-such-program-at-all', 127, undefined],
      ['if', 2, undefined],
    ] as const
    const questions = scripts.map(([script]): HostQuestion => ({ ask: 'command', script }))
    const { answers } = ask(questions)
    scripts.forEach(([script, status, output], at) => {
      const found = answers.get(keyOf(questions[at] as HostQuestion)) as CommandAnswer
      assert.is(found.status, status, script)
      if (output !== undefined) assert.is(found.output.trim(), output.trim(), script)
    })
  })

  test('hundreds of questions at once', () => {
    const folder = scratch('probe')
    for (let n = 0; n < 500; n++) writeFileSync(`${folder}/${n}`, `${n}`)
    const questions = Array.from(
      { length: 1000 },
      (_, n): HostQuestion => ({ ask: n % 2 ? 'content' : 'digest', path: `${folder}/${n}` }),
    )
    const { nodes } = ask(questions)
    assert.is([...nodes.values()].filter(({ type }) => type === 'file').length, 500)
    assert.is([...nodes.values()].filter(({ type }) => type === 'absent').length, 500)
  })

  test('an answer that is cut short, or holds what nobody asked, is an error', () => {
    for (const answer of ['p 0 absent 99\n/x', 's 81a4 0 0 1 root:root\n', 'c 5 0\n', 'stat: cannot\n']) {
      assert.throws(() => readProbe(Buffer.from(answer), []))
    }
  })

  test.run()
}

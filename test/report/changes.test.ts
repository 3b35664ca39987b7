import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Change, Shape } from '../../lib/core/event.ts'
import { changesText } from '../../lib/report/changes.ts'

const test = suite('changes')
const absent: Shape = { type: 'absent' }
const text = (words: string, more: Partial<Shape> = {}): Shape => ({ type: 'file', content: { text: words }, ...more })
const zip: Shape = { type: 'file', content: { source: { file: 'is.zip', entries: ['a.jar'] }, size: 2048 } }

const situations: readonly { name: string; before: Shape; after: Shape; says: string }[] = [
  {
    name: 'a new file',
    before: absent,
    after: text('a\n', { mode: 0o640, owner: 'wso2', group: 'wso2' }),
    says: 'file /x (0640, wso2:wso2)\n--- /dev/null\n+++ /x (after)\n@@ -0,0 +1,1 @@\n+a\n',
  },
  {
    name: 'another content',
    before: text('a\n', { mode: 0o640 }),
    after: text('b\n', { mode: 0o640 }),
    says: '--- /x\n+++ /x (after)\n@@ -1,1 +1,1 @@\n-a\n+b\n',
  },
  {
    name: 'another mode and owner',
    before: text('a\n', { mode: 0o644, owner: 'root', group: 'root' }),
    after: text('a\n', { mode: 0o600, owner: 'wso2', group: 'root' }),
    says: 'mode /x 0644 -> 0600\nowner /x root:root -> wso2:root\n',
  },
  { name: 'a new directory', before: absent, after: { type: 'directory', mode: 0o755 }, says: 'directory /x (0755)\n' },
  {
    name: 'another mode of a directory',
    before: { type: 'directory', mode: 0o755 },
    after: { type: 'directory', mode: 0o700 },
    says: 'mode /x 0755 -> 0700\n',
  },
  { name: 'a new link', before: absent, after: { type: 'symlink', target: '/y' }, says: 'link /x -> /y\n' },
  {
    name: 'another link',
    before: { type: 'symlink', target: '/z' },
    after: { type: 'symlink', target: '/y' },
    says: 'link /x -> /y (was /z)\n',
  },
  {
    name: 'a link in place of a file',
    before: text('a\n'),
    after: { type: 'symlink', target: '/y' },
    says: 'link /x -> /y (in place of a file)\n',
  },
  { name: 'a removal', before: text('a\n'), after: absent, says: 'remove /x (a file)\n' },
  { name: 'a file of the controller', before: absent, after: zip, says: 'file /x (from is.zip > a.jar, 2048 bytes)\n' },
  {
    name: 'bytes',
    before: text('a\n'),
    after: { type: 'file', content: { base64: 'AAE=' } },
    says: 'file /x (binary, 2 bytes)\n',
  },
  { name: 'what cannot be known yet', before: absent, after: { type: 'unknown' }, says: '/x: known only afterwards\n' },
]

for (const { name, before, after, says } of situations) {
  const change: Change = { kind: 'path', path: '/x', before, after }
  test(name, () =>
    assert.is(
      changesText([change], (words) => words),
      says,
    ),
  )
}

test('a script, with its secrets hidden', () => {
  const mask = (words: string) => words.replaceAll('hunter2', '****')
  const script = 'cd /x\npasswd hunter2\n'
  assert.is(changesText([{ kind: 'run', script }], mask), 'run cd /x\n    passwd ****\n')
})

test.run()

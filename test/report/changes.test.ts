import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Change, Shape } from '../../lib/core/event.ts'
import { changesText } from '../../lib/report/changes.ts'

const test = suite('changes')
const absent: Shape = { type: 'absent' }
const file = (size: number, more: Partial<Shape> = {}): Shape => ({ type: 'file', size, ...more })
const zip: Shape = { type: 'file', from: 'from is.zip > a.jar', size: 2048 }
const hunk = '--- /x\n+++ /x (after)\n@@ -1,1 +1,1 @@\n-a\n+b\n'

const situations: readonly { name: string; before: Shape; after: Shape; diff?: string; says: string }[] = [
  {
    name: 'a new file',
    before: absent,
    after: file(2, { mode: 0o640, owner: 'wso2', group: 'wso2' }),
    diff: hunk,
    says: `file /x (0640, wso2:wso2)\n${hunk}`,
  },
  {
    name: 'another content',
    before: file(2, { mode: 0o640 }),
    after: file(2, { mode: 0o640 }),
    diff: hunk,
    says: hunk,
  },
  {
    name: 'another mode and owner',
    before: file(2, { mode: 0o644, owner: 'root', group: 'root' }),
    after: file(2, { mode: 0o600, owner: 'wso2', group: 'root' }),
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
    before: file(2),
    after: { type: 'symlink', target: '/y' },
    says: 'link /x -> /y (in place of a file)\n',
  },
  { name: 'a removal', before: file(2), after: absent, says: 'remove /x (a file)\n' },
  { name: 'a file of the controller', before: absent, after: zip, says: 'file /x (from is.zip > a.jar, 2048 bytes)\n' },
  {
    name: 'bytes',
    before: file(2),
    after: { type: 'file', from: 'binary', size: 2 },
    says: 'file /x (2 bytes -> binary, 2 bytes)\n',
  },
  { name: 'what cannot be known yet', before: absent, after: { type: 'unknown' }, says: '/x: known only afterwards\n' },
]

for (const { name, before, after, diff, says } of situations) {
  const change: Change = { kind: 'path', path: '/x', before, after, ...(diff === undefined ? {} : { diff }) }
  test(name, () => assert.is(changesText([change]), says))
}

test('a script of several lines', () => {
  const script = 'cd /x\npasswd ****\n'
  assert.is(changesText([{ kind: 'run', script }]), 'run cd /x\n    passwd ****\n')
})

test.run()

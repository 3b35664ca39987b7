import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { setJson } from '../../../lib/edit/json.ts'
import { plant } from '../../../lib/testing/tree.ts'
import { json } from '../../../tasks/index.ts'
import { sharedFiles } from '../../../tasks/wso2is/index.ts'
import { scratch, testShells } from '../../support/shells.ts'
import { tryInTurn } from '../../support/situations.ts'
import { playOn } from '../one-play.ts'

type At = (path: string) => string
const guide = (at: At) => sharedFiles({ version: '5.4.1', home: at('is'), share: at('share'), what: 'deployment' })
const advised = (at: At) => sharedFiles({ version: '5.4.1', home: at('is'), share: at('share'), what: 'runtime' })
const site = 'deployment/server/jaggeryapps/dashboard/conf/site.json'
const pack = {
  [`is/repository/${site}`]: '{"proxyHost": ""}',
  'is/repository/deployment/server/webapps/shindig.war': { file: 'war', mode: 0o640 },
  'is/repository/deployment/server/webapps/link': { link: 'shindig.war' },
  'is/repository/deployment/server/userstores': { dir: true },
  'is/repository/tenants': { dir: true },
} as const

tryInTurn('sharedFiles', [
  {
    name: 'the guide’s way, on an empty share',
    before: { ...pack, share: { dir: true } },
    resources: ({ at }) => guide(at),
    statuses: ['ok', 'changed', 'changed'],
    after: {
      'is/repository/deployment': { link: '$/share/Deployment' },
      'is/repository/tenants': { link: '$/share/Tenants' },
      'share/Deployment/server/webapps/shindig.war': 'war',
      'share/Deployment/server/webapps/link': { link: 'shindig.war' },
      'is/repository/deployment.before-sharing/server/webapps/shindig.war': 'war',
    },
  },
  {
    name: 'the guide’s way, with its two folders made by hand',
    before: { ...pack, 'share/Deployment': { dir: true }, 'share/Tenants': { dir: true } },
    resources: ({ at }) => guide(at),
    statuses: ['ok', 'changed', 'changed'],
    after: { 'share/Deployment/server/webapps/shindig.war': 'war' },
  },
  {
    name: 'the second node: what is on the share stays, what it had is moved aside',
    before: {
      ...pack,
      'share/Deployment/server/webapps/shindig.war': 'first',
      'share/Deployment/server/jaggeryapps/x': '',
      'share/Deployment/server/userstores/a.xml': '',
      'share/Tenants/1/a': '',
    },
    resources: ({ at }) => guide(at),
    operations: [
      'move is/repository/deployment.before-sharing',
      'symlink is/repository/deployment',
      'move is/repository/tenants.before-sharing',
      'symlink is/repository/tenants',
    ],
    after: {
      'share/Deployment/server/webapps/shindig.war': 'first',
      'is/repository/deployment.before-sharing/server/webapps/shindig.war': 'war',
    },
  },
  {
    name: 'shared already',
    before: {
      'share/Deployment/server/a': '',
      'share/Tenants': { dir: true },
      'is/repository/deployment': { link: '$/share/Deployment' },
      'is/repository/tenants': { link: '$/share/Tenants' },
    },
    resources: ({ at }) => guide(at),
    operations: [],
    statuses: ['ok', 'ok', 'ok'],
  },
  {
    name: 'a run that died between moving aside and linking',
    before: {
      'share/Deployment/server/a': '',
      'share/Tenants': { dir: true },
      'is/repository/deployment.before-sharing/server/a': '',
      'is/repository/tenants': { link: '$/share/Tenants' },
    },
    resources: ({ at }) => guide(at),
    operations: ['symlink is/repository/deployment'],
  },
  {
    name: 'as advised: only what changes at run time, also folders that the pack lacks',
    before: { ...pack, share: { dir: true } },
    resources: ({ at }) => advised(at),
    after: {
      'is/repository/deployment/server/userstores': { link: '$/share/Deployment/server/userstores' },
      'is/repository/deployment/server/bpel': { link: '$/share/Deployment/server/bpel' },
      'is/repository/deployment/server/webapps/shindig.war': 'war',
      'share/Deployment/server/webapps': 'absent',
    },
  },
  {
    name: 'as advised, where all of it is shared already',
    before: {
      'share/Deployment/server/userstores': { dir: true },
      'share/Deployment/server/bpel': { dir: true },
      'share/Deployment/server/humantasks': { dir: true },
      'share/Tenants': { dir: true },
      'is/repository/deployment': { link: '$/share/Deployment' },
      'is/repository/tenants': { link: '$/share/Tenants' },
    },
    resources: ({ at }) => advised(at),
    operations: [],
  },
  {
    name: 'another share: what was on the old one is copied, and stays',
    before: {
      'old/Deployment/server/a': 'x',
      'old/Tenants/1/b': 'y',
      share: { dir: true },
      'is/repository/deployment': { link: '$/old/Deployment' },
      'is/repository/tenants': { link: '$/old/Tenants' },
    },
    resources: ({ at }) => guide(at),
    after: { 'share/Deployment/server/a': 'x', 'share/Tenants/1/b': 'y', 'old/Deployment/server/a': 'x' },
  },
  {
    name: 'not mounted',
    before: pack,
    resources: ({ at }) => guide(at),
    refused: /the share .*share is not there, or does not answer: mount it before/,
  },
  {
    name: 'gone',
    before: {
      share: { dir: true },
      'is/repository/deployment': { link: '$/share/Deployment' },
      'is/repository/tenants': { link: '$/share/Tenants' },
    },
    resources: ({ at }) => guide(at),
    refused: /links to .*Deployment, which is not there: bring the share back/,
  },
  {
    name: 'half of it on the share',
    before: { ...pack, 'share/Deployment/server/webapps/shindig.war': '' },
    resources: ({ at }) => guide(at),
    refused: /Deployment holds something, but not server\/jaggeryapps/,
  },
  {
    name: 'a folder aside already',
    before: { ...pack, share: { dir: true }, 'is/repository/deployment.before-sharing/x': '' },
    resources: ({ at }) => guide(at),
    refused: /are both there: move the older one away/,
  },
  {
    name: 'no product',
    before: { share: { dir: true } },
    resources: ({ at }) => guide(at),
    refused: /the folder of .*deployment is not there: make it before/,
  },
  {
    name: 'a file in its place',
    before: { ...pack, 'share/Deployment': 'x' },
    resources: ({ at }) => guide(at),
    refused: /Deployment is a file/,
  },
])

const test = suite('shared files of two nodes')
const unshared = (at: At) =>
  sharedFiles({ version: '5.4.1', home: at('is'), share: at('share'), what: 'deployment', state: 'absent' })
const wasShared = {
  'is/repository/deployment': { link: '$/share/Deployment' },
  'is/repository/deployment.before-sharing/server/x.war': 'own',
  'is/repository/tenants': { link: '$/share/Tenants' },
  'share/Deployment/server/x.war': 'of all',
} as const

tryInTurn('sharedFiles, the inverse', [
  {
    name: 'what the node had before it shared is its own again; what is on the share stays',
    before: { ...wasShared, 'share/Tenants': { dir: true } },
    resources: ({ at }) => unshared(at),
    operations: ['remove is/repository/deployment', 'move is/repository/deployment', 'remove is/repository/tenants'],
    after: {
      'is/repository/deployment/server/x.war': 'own',
      'is/repository/deployment.before-sharing': 'absent',
      'is/repository/tenants': 'absent',
      'share/Deployment/server/x.war': 'of all',
    },
  },
  {
    name: 'never shared',
    before: pack,
    resources: ({ at }) => unshared(at),
    operations: [],
    statuses: ['ok', 'ok'],
  },
  {
    name: 'no product any more',
    resources: ({ at }) => unshared(at),
    operations: [],
  },
  {
    name: 'the share is gone',
    before: { 'is/repository/tenants': { link: '$/share/Tenants' }, 'is/repository/tenants.before-sharing/1/a': 'x' },
    resources: ({ at }) => unshared(at),
    operations: ['remove is/repository/tenants', 'move is/repository/tenants'],
    after: { 'is/repository/tenants/1/a': 'x' },
  },
  {
    name: 'a run that died between removing the link and moving back',
    before: { 'is/repository/tenants.before-sharing/1/a': 'x' },
    resources: ({ at }) => unshared(at),
    operations: ['move is/repository/tenants'],
    after: { 'is/repository/tenants/1/a': 'x' },
  },
  {
    name: 'a link to another share',
    before: { 'is/repository/tenants': { link: '/mnt/other' } },
    resources: ({ at }) => unshared(at),
    refused: /tenants links to \/mnt\/other, not to \/.*\/share\/Tenants: name this share, or remove the link/,
  },
  {
    name: 'a file in its place',
    before: { 'is/repository/tenants': 'x' },
    resources: ({ at }) => unshared(at),
    refused: /tenants is a file: move it away/,
  },
])

const [dash = { name: '', spec: local() }] = testShells()

function twoNodes() {
  const folder = scratch('shared')
  const at = (path: string) => join(folder, path)
  for (const node of ['1', '2']) {
    plant(at(node), pack)
    for (let n = 0; n < 60; n++)
      writeFileSync(at(`${node}/is/repository/deployment/server/webapps/f${n}`), node.repeat(5000))
  }
  return { at, nodes: ['1', '2'].map((node) => at(`${node}/is`)) }
}

test('two nodes that come at once: the share has all that one of them had', async () => {
  const { at, nodes } = twoNodes()
  mkdirSync(at('share'))
  const played = await Promise.all(
    nodes.map((home) =>
      playOn(dash.spec, sharedFiles({ version: '5.4.1', home, share: at('share'), what: 'deployment' })),
    ),
  )
  for (const { statuses, reasons } of played) assert.equal(statuses, ['ok', 'changed', 'changed'], reasons)
  const webapps = at('share/Deployment/server/webapps')
  const contents = new Set(
    readdirSync(webapps)
      .filter((name) => name.startsWith('f'))
      .map((name) => readFileSync(join(webapps, name), 'utf8')),
  )
  assert.is(contents.size, 1)
  assert.is(readdirSync(webapps).length, 62)
  assert.equal(readdirSync(at('share')).sort(), ['Deployment', 'Tenants'])
  for (const home of nodes) assert.is(readlinkSync(join(home, 'repository/deployment')), at('share/Deployment'))
})

test('an edit of the shared files, one node after the other: the first writes, the second finds it done', async () => {
  const { at, nodes } = twoNodes()
  mkdirSync(at('share'))
  const steps = (home: string) => [
    sharedFiles({ version: '5.4.1', home, share: at('share'), what: 'deployment' }),
    json({ path: `${home}/repository/${site}`, edits: [setJson(['proxyHost'], 'is.example.com')] }),
  ]
  const played = []
  for (const home of nodes) played.push((await playOn(dash.spec, steps(home))).statuses.at(-1))
  assert.equal(played, ['changed', 'ok'])
  assert.match(readFileSync(at(`share/${site.replace('deployment', 'Deployment')}`), 'utf8'), /is\.example\.com/)
})

test('a full share: nothing is half-done, neither there nor on the node', async () => {
  const { at, nodes } = twoNodes()
  const [home = ''] = nodes
  mkdirSync(at('share'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', at('share')])
  try {
    const { statuses, reasons } = await playOn(
      dash.spec,
      sharedFiles({ version: '5.4.1', home, share: at('share'), what: 'deployment' }),
    )
    assert.equal(statuses, ['ok', 'failed', 'skipped'])
    assert.match(reasons, /No space left on device/)
    assert.equal(readdirSync(at('share')), [])
    assert.ok(existsSync(join(home, 'repository/deployment/server/webapps/f1')))
    execFileSync('mount', ['-o', 'remount,size=4m', at('share')])
    assert.equal(
      (await playOn(dash.spec, sharedFiles({ version: '5.4.1', home, share: at('share'), what: 'deployment' })))
        .statuses,
      ['ok', 'changed', 'changed'],
    )
  } finally {
    execFileSync('umount', [at('share')])
  }
})

test.run()

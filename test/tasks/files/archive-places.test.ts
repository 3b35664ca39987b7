import { absent, archive, directory, json } from '../../../tasks/index.ts'
import { zipOf } from '../../support/archives.ts'
import { type Situation, trySituations } from '../../support/situations.ts'

const asRoot = process.getuid?.() === 0

const given = {
  'p.zip': zipOf({
    'pack/': '',
    'pack/conf/site.json': '{ "a": 1 }',
    'pack/conf/log.xml': '<a/>',
    'pack/conf/old/log.xml': '<b/>',
    'pack/bin/start.sh': { run: '#!/bin/sh\n' },
    'pack/.hidden': 'h',
    'pack/current': { link: 'conf' },
  }),
}

const situations: readonly Situation[] = [
  {
    name: 'onto an empty directory, which keeps its attributes',
    before: { is: { dir: true, mode: 0o2750 } },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    operations: ['run'],
    statuses: ['changed'],
    after: {
      is: { mode: 0o2750 },
      'is/.hidden': 'h',
      'is/conf/site.json': '{ "a": 1 }',
      'is/current': { link: 'conf' },
    },
  },
  {
    name: 'onto a directory that is made for it, and edited, in one plan',
    resources: ({ at, given }) => [
      directory({ path: at('is'), mode: 0o700 }),
      archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
      json({ path: at('is/current/site.json'), edits: [json.set(['a'], 2)] }),
    ],
    operations: ['directory is', 'run', 'write is/conf/site.json'],
    statuses: ['changed', 'changed', 'changed'],
    after: { is: { mode: 0o700 }, 'is/conf/site.json': '{ "a": 2 }' },
  },
  {
    name: 'onto an empty directory by the name of a link',
    before: { d: { dir: true }, is: { link: 'd' } },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    operations: ['run'],
    after: { 'd/conf/log.xml': '<a/>', is: { link: 'd' } },
  },
  {
    name: 'onto a directory of other things',
    covers: { archive: 'wrong content' },
    before: { 'is/a': '', 'is/b': '', 'is/c': '', 'is/d': '' },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    refused: /is holds a, b, c and 1 more, and nothing of .*p\.zip: name an empty directory, or one that is not there/,
  },
  {
    name: 'onto a directory that is emptied by an earlier step',
    before: { 'is/a': '' },
    resources: ({ at, given }) => [
      absent({ path: at('is/a') }),
      archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    ],
    operations: ['remove is/a', 'run'],
    statuses: ['changed', 'changed'],
    after: { 'is/a': 'absent', 'is/conf/log.xml': '<a/>' },
  },
  {
    name: 'unpacked long ago, and the archive is gone',
    before: { 'is/mine': '' },
    resources: ({ at, given }) => archive({ from: given('none.zip'), path: at('is') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'onto one in which an unpacking was broken off: as new',
    before: { 'is/conf/site.json': 'torn', 'is/.runbook-unpack-aaaaaa/bin/start.sh': '' },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    operations: ['run'],
    after: {
      'is/conf/site.json': '{ "a": 1 }',
      'is/bin/start.sh': '#!/bin/sh\n',
      'is/.runbook-unpack-aaaaaa': 'absent',
    },
    fails: true,
  },
  {
    name: 'onto a link to a file',
    before: { f: '', is: { link: 'f' } },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /is is a link to a file: move it away/,
  },
  {
    name: 'onto a link to nothing',
    before: { is: { link: 'gone' } },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /is is a link to nothing: move it away/,
  },
  {
    name: 'a named pipe in its place',
    before: { is: { fifo: true } },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /is is a named pipe/,
  },
  {
    name: 'only some of it',
    resources: ({ at, given }) =>
      archive({ from: given('p.zip'), path: at('is'), strip: 1, include: ['conf/*.xml', 'bin'], exclude: ['**/old'] }),
    operations: ['run'],
    after: {
      'is/conf/log.xml': '<a/>',
      'is/bin/start.sh': '#!/bin/sh\n',
      'is/conf/site.json': 'absent',
      'is/conf/old': 'absent',
      'is/.hidden': 'absent',
    },
  },
  {
    name: 'all but some of it: what was left out is known to be missing',
    resources: ({ at, given }) => [
      archive({ from: given('p.zip'), path: at('is'), strip: 1, exclude: ['**/*.xml', 'cur?ent'] }),
      json({ path: at('is/current/site.json'), edits: [json.set(['a'], 2)] }),
    ],
    refused: /current\/site\.json is not there to edit/,
  },
  {
    name: 'only what it does not hold',
    resources: ({ at, given }) =>
      archive({ from: given('p.zip'), path: at('is'), strip: 1, include: ['bin', 'pack/conf'] }),
    refused: /p\.zip holds nothing like pack\/conf: correct include; it holds conf\/site\.json, /,
  },
  {
    name: 'without all of it',
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), exclude: ['pack'] }),
    refused: /exclude leaves out all that .*p\.zip holds/,
  },
  {
    name: 'folders that meet, and a link among them, when the first is left out',
    given: { 'p.zip': zipOf({ 'a/x': { link: '/tmp' }, 'b/x/evil': '' }) },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    refused: /without 1 leading folders, x\/evil and x of .* meet: give a smaller strip/,
  },
  {
    name: 'the inverse of one that holds what it brought: nobody knows what became of that since',
    before: { 'is/conf/site.json': 'edited', 'is/.hidden': 'h', 'is/current': { link: 'conf' }, other: 'x' },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1, state: 'absent' }),
    refused: /is holds .*, which may have been changed since .*p\.zip brought it: say recursive: true/,
  },
  {
    name: 'the inverse of one that is empty',
    before: { is: { dir: true }, other: 'x' },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1, state: 'absent' }),
    operations: ['remove is'],
    statuses: ['changed'],
    after: { is: 'absent', other: 'x' },
  },
  {
    name: 'the inverse, where it is not',
    resources: ({ at, given }) => archive({ from: given('none.zip'), path: at('is'), state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the inverse of one that holds what was put there since',
    before: { 'is/conf/site.json': '', 'is/data/users.db': '', 'is/conf/odd\nname': '' },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1, state: 'absent' }),
    refused: /is holds what .*p\.zip did not bring: conf\/odd\nname, data, data\/users\.db: say recursive: true/,
  },
  {
    name: 'the inverse of one that holds what was put there since, with all below it',
    covers: { archive: 'inverse' },
    before: { 'is/conf/site.json': '', 'is/data/users.db': '' },
    resources: ({ at, given }) =>
      archive({ from: given('p.zip'), path: at('is'), strip: 1, state: 'absent', recursive: true }),
    operations: ['remove is'],
    after: { is: 'absent' },
  },
  {
    name: 'the inverse, and the archive is gone',
    before: { 'is/conf/site.json': '' },
    resources: ({ at, given }) => archive({ from: given('none.zip'), path: at('is'), state: 'absent' }),
    refused: /what .*is holds cannot be told from what was put there since: .*none\.zip cannot be read/,
  },
]

const owned: readonly Situation[] = [
  {
    name: 'with an owner: of all in it, of links themselves, and foretold',
    resources: ({ at, given }) => [
      archive({ from: given('p.zip'), path: at('is'), strip: 1, owner: 'nobody', group: 'nogroup' }),
      directory({ path: at('is/conf'), owner: 'nobody', group: 'nogroup' }),
    ],
    operations: ['run'],
    statuses: ['changed', 'ok'],
  },
  {
    name: 'with an owner, in a directory of another',
    covers: { archive: 'attributes' },
    before: { is: { dir: true, uid: 54321, gid: 54321 } },
    resources: ({ at, given }) => [
      archive({ from: given('p.zip'), path: at('is'), strip: 1, owner: 'nobody' }),
      directory({ path: at('is'), owner: '54321' }),
      directory({ path: at('is/conf'), owner: 'nobody' }),
    ],
    operations: ['run'],
    statuses: ['changed', 'ok', 'ok'],
  },
]

trySituations(
  'archive in its place',
  (asRoot ? [...situations, ...owned] : situations).map((situation) => ({ given, ...situation })),
)

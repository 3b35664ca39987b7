import { archive, directory, file, hostArchive, json, lines, symlink, xml } from '../../../tasks/index.ts'
import { tarGzOf, zipOf } from '../../support/archives.ts'
import { trySituations } from '../../support/situations.ts'

const webXml = '<?xml version="1.0"?>\r\n<web-app>\n  <name>stock</name>\n</web-app>'
const war = zipOf({ 'WEB-INF/': '', 'WEB-INF/web.xml': webXml, 'index.html': '<p>' })
const binary = Uint8Array.from({ length: 5000 }, (_, n) => n % 256)
const entries = {
  'pack-1.0/': '',
  'pack-1.0/bin/start.sh': { run: '#!/bin/sh\necho hi\n' },
  'pack-1.0/conf/site.json': '{ "a": 1 }\r\n',
  'pack-1.0/conf/it\'s a "name" €.txt': 'a\nb',
  'pack-1.0/conf/empty': '',
  'pack-1.0/lib/x.jar': binary,
  'pack-1.0/apps/shindig.war': war,
  'pack-1.0/current': { link: 'conf' },
} as const
const pack = zipOf(entries)
const tarGz = await tarGzOf(entries, { 'pack-1.0/hard': 'pack-1.0/bin/start.sh' })

const unpacked = {
  'is/bin/start.sh': '#!/bin/sh\necho hi\n',
  'is/conf/site.json': '{ "a": 1 }\r\n',
  'is/conf/empty': '',
  'is/lib/x.jar': binary,
  'is/current': { link: 'conf' },
} as const

trySituations('archive', [
  {
    name: 'a zip, without its first folder',
    covers: { archive: 'absent' },
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    operations: ['run'],
    statuses: ['changed'],
    after: { ...unpacked, is: { mode: 0o755 }, 'is/conf': { mode: 0o755 } },
  },
  {
    name: 'a tar.gz, without its first folder, hard links and all',
    given: { 'p.tgz': tarGz },
    resources: ({ at, given }) => archive({ from: given('p.tgz'), path: at('is'), strip: 1 }),
    operations: ['run'],
    statuses: ['changed'],
    after: { ...unpacked, 'is/hard': '#!/bin/sh\necho hi\n' },
  },
  {
    name: 'modes: a program stays one, all else is plain',
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
    after: { 'is/bin/start.sh': { mode: 0o755 }, 'is/lib/x.jar': { mode: 0o644 } },
  },
  {
    name: 'with all its folders',
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    after: { 'is/pack-1.0/conf/site.json': '{ "a": 1 }\r\n' },
  },
  {
    name: 'already there: nothing is done, whatever else is in it',
    covers: { archive: 'already right' },
    before: { 'is/mine': 'x', 'is/pack-1.0/conf/other': 'y' },
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a file in its place',
    covers: { archive: 'wrong kind' },
    before: { is: '' },
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /is is a file/,
  },
  {
    name: 'a missing folder',
    covers: { archive: 'parent missing' },
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('opt/is') }),
    refused: /the folder of .*opt\/is is not there/,
  },
  {
    name: 'no such archive',
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /p\.zip cannot be read on this machine \(ENOENT\)/,
  },
  {
    name: 'a file that is no archive',
    given: { 'p.zip': 'hello' },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /p\.zip is neither a zip nor a tar:/,
  },
  {
    name: 'an archive that is cut short',
    given: { 'p.zip': pack.subarray(0, -40) },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is') }),
    refused: /p\.zip cannot be read/,
  },
  {
    name: 'a tar.gz that is cut short',
    given: { 'p.tgz': tarGz.subarray(0, -40) },
    resources: ({ at, given }) => archive({ from: given('p.tgz'), path: at('is') }),
    refused: /p\.tgz cannot be read/,
  },
  {
    name: 'an archive whose paths lead out of it',
    given: { 'p.tgz': await tarGzOf({ '../evil': 'x' }) },
    resources: ({ at, given }) => archive({ from: given('p.tgz'), path: at('is') }),
    refused: /holds the path \.\.\/evil, which leads out of it/,
  },
  {
    name: 'an archive whose links lead out of it',
    given: { 'p.tgz': await tarGzOf({ up: { link: '../..' }, 'up/evil': 'x' }) },
    resources: ({ at, given }) => archive({ from: given('p.tgz'), path: at('is') }),
    refused: /up\/evil/,
  },
  {
    name: 'nothing below so many folders',
    given: { 'p.zip': pack },
    resources: ({ at, given }) => archive({ from: given('p.zip'), path: at('is'), strip: 7 }),
    refused: /holds nothing below 7 leading folders/,
  },
  {
    name: 'edited on a bare host while it is still inside the zip',
    given: { 'p.zip': pack },
    resources: ({ at, given }) => [
      archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
      json({ path: at('is/conf/site.json'), edits: [json.set(['a'], 2)] }),
      lines({ path: at('is/conf/it\'s a "name" €.txt'), edits: [lines.ensure('c')] }),
      file({ path: at('is/lib/x.jar'), bytes: binary }),
    ],
    operations: ['run', 'write is/conf/site.json', 'write is/conf/it\'s a "name" €.txt'],
    statuses: ['changed', 'changed', 'changed', 'ok'],
    after: { 'is/conf/site.json': '{ "a": 2 }\r\n', 'is/conf/it\'s a "name" €.txt': 'a\nb\nc\n' },
  },
  {
    name: 'edited inside a tar.gz, by way of a link in it and of one that the plan makes',
    given: { 'p.tgz': tarGz },
    resources: ({ at, given }) => [
      directory({ path: at('opt') }),
      archive({ from: given('p.tgz'), path: at('opt/is-1.0'), strip: 1 }),
      symlink({ path: at('opt/is'), target: 'is-1.0' }),
      json({ path: at('opt/is/current/site.json'), edits: [json.set(['a'], 2)] }),
      file({ path: at('opt/is/lib/new.jar'), text: 'x', mode: 0o600 }),
    ],
    operations: [
      'directory opt',
      'run',
      'symlink opt/is',
      'write opt/is-1.0/conf/site.json',
      'write opt/is-1.0/lib/new.jar',
    ],
    after: { 'opt/is-1.0/conf/site.json': '{ "a": 2 }\r\n', 'opt/is-1.0/lib/new.jar': 'x' },
  },
  {
    name: 'a file that is not in the archive is known to be missing',
    given: { 'p.zip': pack },
    resources: ({ at, given }) => [
      archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
      lines({ path: at('is/conf/none.txt'), edits: [lines.ensure('c')] }),
    ],
    refused: /none\.txt is not there to edit/,
  },
  {
    name: 'a war inside the zip, unpacked and edited on a bare host',
    given: { 'p.zip': pack },
    resources: ({ at, given }) => [
      archive({ from: given('p.zip'), path: at('is'), strip: 1 }),
      hostArchive({ archive: at('is/apps/shindig.war'), path: at('is/apps/shindig'), known: ['WEB-INF/web.xml'] }),
      xml({ path: at('is/apps/shindig/WEB-INF/web.xml'), edits: [xml.text('/web-app/name', 'mine')] }),
    ],
    operations: ['run', 'run', 'write is/apps/shindig/WEB-INF/web.xml'],
    statuses: ['changed', 'changed', 'changed'],
    after: { 'is/apps/shindig/WEB-INF/web.xml': webXml.replace('stock', 'mine'), 'is/apps/shindig/index.html': '<p>' },
  },
])

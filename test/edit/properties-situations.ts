import { secret } from '../../lib/core/secret.ts'
import { type PropertiesCharset, type PropertyEdit, removeProperty, setProperty } from '../../lib/edit/properties.ts'

const log = '# log\nlog.root=INFO, \\\n         CONSOLE\n\n! old\n  log.file : home/a\\:b\n'
export const latin: PropertiesCharset = 'iso-8859-1'
export const key = secret('key', { value: 'p=\\ö' })

/** What each edit makes of a text; Java is asked whether it reads the same. */
export const edits: readonly [
  name: string,
  before: string,
  edit: PropertyEdit,
  after: string,
  charset?: PropertiesCharset,
][] = [
  [
    'a continued value',
    log,
    setProperty('log.root', 'WARN'),
    '# log\nlog.root=WARN\n\n! old\n  log.file : home/a\\:b\n',
  ],
  ['a colon and blanks', log, setProperty('log.file', 'c:\\x'), log.replace('home/a\\:b', 'c:\\\\x')],
  ['no change: a continued value', log, setProperty('log.root', 'INFO, CONSOLE'), log],
  ['no change: other escapes', 'a=\\u0041\\b\n', setProperty('a', 'Ab'), 'a=\\u0041\\b\n'],
  ['a new key, in the style of the last', log, setProperty('x', '1'), `${log}x : 1\n`],
  ['a new key, in an empty text', '', setProperty('x', '1'), 'x=1\n'],
  ['a new key, CRLF', 'a = 1\r\n', setProperty('x', '1'), 'a = 1\r\nx = 1\r\n'],
  ['a new key, behind an unterminated line', 'a=1', setProperty('x', '1'), 'a=1\nx=1\n'],
  ['a new key, behind an unterminated comment', '#a', setProperty('x', '1'), '#a\nx=1\n'],
  ['a new key, behind a continued last line', 'a=1\\\n', setProperty('x', '1'), 'a=1\\\n\nx=1\n'],
  ['a new key, behind a last backslash', 'a=1\\', setProperty('x', '1'), 'a=1\\\n\nx=1\n'],
  ['a key behind a last backslash', 'a=1\\', setProperty('a', 'n'), 'a=n'],
  ['an empty value behind a continued line', 'a=\\\n', setProperty('a', 'n'), 'a=\\\nn'],
  ['a value on the next line', 'a=\\\n  b\\\n  c\nd=1', setProperty('a', 'n'), 'a=\\\n  n\nd=1'],
  ['a key without a separator', 'a\nb', setProperty('a', '1'), 'a=1\nb'],
  ['a key with a blank for a separator', 'a 1\n', setProperty('a', '=2'), 'a \\=2\n'],
  ['a value that starts with the separator', 'a=1\n', setProperty('a', '=2 '), 'a==2 \n'],
  ['a value that starts with a blank', 'a=1\n', setProperty('a', '  2'), 'a=\\  2\n'],
  ['a value with line ends', 'a=1\n', setProperty('a', 'x\r\n\ty\f\u0000'), 'a=x\\r\\n\\ty\\f\\u0000\n'],
  ['an escaped key', 'a\\ b\\:c=1\n', setProperty('a b:c', '2'), 'a\\ b\\:c=2\n'],
  ['a new key to be escaped', '', setProperty('#a =:!\\é', '1'), '\\#a\\ \\=\\:!\\\\\\u00E9=1\n'],
  ['the last of duplicates', 'a=1\na=2\n', setProperty('a', '3'), 'a=1\na=3\n'],
  ['no change: the last of duplicates', 'a=1\na=2\n', setProperty('a', '2'), 'a=1\na=2\n'],
  ['the comment is no key', '#a=1\n!a=2\n', setProperty('a', '3'), '#a=1\n!a=2\na=3\n'],
  ['a comment is not continued', '#c\\\na=1\n', setProperty('a', '2'), '#c\\\na=2\n'],
  ['beyond ASCII', 'a=\n', setProperty('a', 'é€😀'), 'a=\\u00E9\\u20AC\\uD83D\\uDE00\n'],
  ['beyond ASCII, in UTF-8', 'a=ü\n', setProperty('a', 'é€😀\ud800'), 'a=é€😀\\uD800\n', 'utf-8'],
  ['a secret', 'a=1\n', setProperty('a', ['x', key]), 'a=xp=\\\\\\u00F6\n'],

  ['remove a continued entry', log, removeProperty('log.root'), '# log\n\n! old\n  log.file : home/a\\:b\n'],
  ['remove with its indentation', log, removeProperty('log.file'), log.replace(/ {2}log\.file.*\n/, '')],
  ['remove all of a key', 'a=1\r\nb=1\ra=2', removeProperty('a'), 'b=1\r'],
  ['remove what is absent', log, removeProperty('x'), log],
]

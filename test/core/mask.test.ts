import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { growingMask, masker, unmasked } from '../../lib/core/mask.ts'
import { resolveSecret, secret } from '../../lib/core/secret.ts'

const test = suite('mask')
const valued = (value: string, name = 'x') => secret(name, { value })

/** A secret, a text in which somebody has spelled it, and what of that is shown. */
const masked: readonly (readonly [name: string, value: string, text: string, shown: string])[] = [
  ['as it is', 's3cret', 'password=s3cret; again s3cret.', 'password=********; again ********.'],
  ['in XML', 'a&b<c', '<p>a&amp;b&lt;c</p>', '<p>********</p>'],
  ['in an attribute of XML', 'a"b>c', 'p="a&quot;b>c" q="a"b&gt;c"', 'p="********" q="********"'],
  [
    'in XML, by numbers',
    'it\'s "é"',
    '<p>it&#39;s &#34;&#233;&#34;|it&#x27;s &#x22;&#xe9;&#x22;|it&#039;s "&#xE9;"</p>',
    '<p>********|********|********</p>',
  ],
  ['in XML, by another name', "it's", '<p>it&apos;s</p>', '<p>********</p>'],
  ['in JSON', 'a"b\\c\t', '{"p":"a\\"b\\\\c\\t"}', '{"p":"********"}'],
  [
    'in JSON that is ASCII',
    'pé☃😀',
    '{"p":"p\\u00e9\\u2603\\ud83d\\ude00","q":"p\\u00E9\\u2603\\uD83D\\uDE00"}',
    '{"p":"********","q":"********"}',
  ],
  ['in JSON for HTML', "a/<b>&'c'", '{"p":"a\\/\\u003cb\\u003e\\u0026\\u0027c\\u0027"}', '{"p":"********"}'],
  ['in a URL', 'a b/c?ü', 'jdbc:x?p=a%20b%2Fc%3F%C3%BC', 'jdbc:x?p=********'],
  ['in a URL, strictly', "a!'()*b", 'x?p=a%21%27%28%29%2Ab', 'x?p=********'],
  ['in a URL, in small letters', 'a b/c?ü', 'x?p=a%20b%2fc%3f%c3%bc', 'x?p=********'],
  ['in a URL, as little as can be', 'a b/c?ü', 'x?p=a%20b/c?%C3%BC', 'x?p=********'],
  ['in a form', "pass word's", "p=pass+word's&q=pass+word%27s", 'p=********&q=********'],
  ['quoted for a shell', "it's", "echo 'it'\\''s' 'it'\"'\"'s'", "echo '********' '********'"],
  ['quoted by bash', 'a b$c&"d~', 'a\\ b\\$c\\&\\"d~', '********'],
  ['quoted by bash, with what it cannot print', "it's\té", "$'it\\'s\\t\\303\\251'", "$'********'"],
  ['quoted by bash, at the start', '#~root', 'x=\\#~root', 'x=********'],
  ['quoted for SQL', "it's", "SET PASSWORD = 'it''s'", "SET PASSWORD = '********'"],
  ['by a log of nginx', 'a"b\\c', 'x=a\\x22b\\x5Cc', 'x=********'],
  ['by Python, as bytes', "it's é", "b'it\\'s \\xc3\\xa9'", "b'********'"],
  ['by Python, in ASCII', 'pé☃😀', "'p\\xe9\\u2603\\U0001f600'", "'********'"],
  ['escaped for MySQL', `it's "a"`, `'it\\'s \\"a\\"'`, "'********'"],
  ['by Go, in HTML', 'a"b+c', '<p>a&#34;b&#43;c</p>', '<p>********</p>'],
  ['in XML, by numbers alone', 'a<b&c', '<p>a&#60;b&#x26;c</p>', '<p>********</p>'],
  ['in JSON within JSON', 'a"b\\c', JSON.stringify(JSON.stringify({ p: 'a"b\\c' })), '"{\\"p\\":\\"********\\"}"'],
  ['in a URL within a URL', 'a b/c', 'to=%3Fp%3Da%2520b%252Fc%26q', 'to=%3Fp%3D********%26q'],
  ['each character escaped', 's3cret', 'x=%73%33%63%72%65%74;\\163\\063\\143\\162\\145\\164', 'x=********;********'],
  ['by xxd', 'hunter2!', '00000000: 6875 6e74 6572 3221  ........', '00000000: ********  ........'],
  ['in a properties file', 'a\\b\u20ac', 'p=a\\\\b\\u20AC', 'p=********'],
  ['in a properties file that Java wrote', 'a=b:c#d é', 'p=a\\=b\\:c\\#d \\u00E9', 'p=********'],
  ['in base64', 's3cret!!', 'Basic czNjcmV0ISE=', 'Basic ********'],
  [
    'in base64, behind a name',
    's3cret-word',
    `Basic ${Buffer.from('me:s3cret-word').toString('base64')}`,
    'Basic bWU6********',
  ],
  [
    'in base64, between others',
    's3cret-word',
    Buffer.from('user:s3cret-word\n').toString('base64'),
    'dXNlcjp********Ao=',
  ],
  ['in base64 for URLs', '???>>>???', 'Pz8_Pj4-Pz8_', '********'],
  ['in hexadecimal digits', 's3cret', '733363726574 733363726574'.toUpperCase(), '******** ********'],
  [
    'in hexadecimal digits, byte by byte',
    's3cret!!',
    ' 73 33 63 72 65 74 21 21\n73:33:63:72:65:74:21:21',
    ' ********\n********',
  ],
  ['in capitals', 'pass-w0rd', 'PASS-W0RD Pass-Word', '******** Pass-Word'],
  ['over two lines', 'correct-horse', 'x corre\nct-horse', 'x ********'],
  ['trimmed', '  s3cret ', 'p=s3cret; ', 'p=********; '],
  ['trimmed and spelled', ' ab&cd ', 'p=ab&amp;cd', 'p=********'],
  ['of several lines, in a diff', 'first line\nsecond line', '+first line\n+second line', '+********\n+********'],
  ['of several lines, on one', 'first line\nsecond line', '"first line\\nsecond line"', '"********"'],
  ['of several lines, of which one says little', 'first line\nx\n', '-x first line', '-x ********'],
  ['with nothing in it', '', 'a b', 'a b'],
  ['of blanks', '    ', 'a    b', 'a    b'],
  ['that is not there', 's3cret', 'secret', 'secret'],
]

for (const [name, value, text, shown] of masked)
  test(`masked: ${name}`, () => assert.is(masker([valued(value)])(text), shown))

const long = `Long-${Array.from({ length: 40 }, (_, at) => at).join('.')}-tail`
for (const [width, spelled] of [
  [76, Buffer.from(long).toString('base64')],
  [64, Buffer.from(`x${long}`).toString('base64')],
  [60, Buffer.from(long).toString('hex')],
] as const) {
  const lines = spelled.match(new RegExp(`.{1,${width}}`, 'g')) ?? []
  test(`a long one in lines of ${width} digits is masked, together and line by line`, () => {
    const hide = masker([valued(long)])
    assert.match(hide(lines.join('\n')), /^.{0,2}\*{8}$/)
    for (const line of lines.slice(0, -1)) assert.match(hide(line), /^.{0,2}\*{8}$/)
  })
}

test('of two secrets of which one is in the other, nothing is left', () => {
  for (const both of [
    [valued('passw', 'a'), valued('passw0rd1', 'b')],
    [valued('passw0rd1', 'b'), valued('passw', 'a')],
  ])
    assert.is(masker(both)('passw0rd1 passw xpasswx'), '******** ******** x********x')
})

test('what is not resolved yet is not looked for', () => {
  assert.is(masker([secret('db of nobody')])('[secret db of nobody]'), '[secret db of nobody]')
  assert.is(masker([])('text'), 'text')
})

const words = (value: string, names: readonly string[] = []) => unmasked([valued(value, 'db')], names)

for (const value of ['wso2carbon', 'root', 'password', 'Admin', 'changeit', ' root ']) {
  test(`${value}: an ordinary word is not masked, and that is said`, () => {
    const text = '/opt/wso2carbon.pid of root: the password of Admin is changeit'
    assert.is(masker([valued(value)])(text), text)
    assert.equal(words(value), [
      'secret db is an ordinary word: where a program prints it, it is not masked; choose another to have it so',
    ])
  })
}

for (const value of ['abc', 'x', ' ab  ', '☃']) {
  test(`"${value}": too short to be masked, and that is said`, () => {
    assert.is(masker([valued(value)])('x abc ab ☃'), 'x abc ab ☃')
    assert.match(words(value).join(), /^secret db has fewer than 4 characters: where a program prints it/)
  })
}

test('a word that stands in the names of what is done is not masked, and that is said', () => {
  const names = ['databases', 'create the database identity_db', 'is1']
  assert.is(masker([valued('identity_db')], names)('database identity_db'), 'database identity_db')
  assert.match(words('identity_db', names).join(), /is a word that this playbook uses in the open: /)
  assert.is(masker([valued('identity_db')], ['other'])('database identity_db'), 'database ********')
})

test('what nobody would take for a word is masked wherever it stands', () => {
  for (const value of ['p4ss-w0rd!', 'correct horse', 'averylongpasswordofsmallletters', '12345678', 'p&ss']) {
    assert.is(masker([valued(value)], [`write ${value}`])(`write ${value}`), 'write ********')
    assert.equal(words(value, [`write ${value}`]), [])
  }
})

test('each is said once, and what has no value yet is not spoken of', () => {
  assert.is(unmasked([valued('root', 'a'), valued('root', 'a'), valued('root', 'b'), secret('unset')]).length, 2)
  assert.equal(unmasked([valued('')]), [])
})

test('a mask grows with the secrets that become known', () => {
  const { mask, hide } = growingMask([valued('s3cret-1')], [])
  const text = 's3cret-1 s3cret-2'
  assert.is(mask(text), '******** s3cret-2')
  const later = secret('later')
  resolveSecret(later, 's3cret-2')
  hide([later, later])
  assert.is(mask(text), '******** ********')
})

test.run()

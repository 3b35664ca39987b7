import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal } from '../../../lib/core/failure.ts'
import { parse } from '../../../lib/edit/xml/parse.ts'
import { parsePath } from '../../../lib/edit/xml/path.ts'
import { select } from '../../../lib/edit/xml/select.ts'

const file = `<c:root xmlns:c="urn:c" xmlns="urn:d">
  <store n="1" c:k="x"><name> one </name><prop k="a">1</prop><prop k="b">2</prop></store>
  <store n="2"><name><![CDATA[two]]></name><in><name>deep</name></in></store>
  <store n="3" k="x"><prop k="a">1</prop></store>
  <c:store n="4"/>
  <!-- <store n="5"/> -->
  <last-one.x/>
</c:root>`

/** Each path with the `n`, or else the name, of what it matches. */
const situations: readonly (readonly [string, string, Readonly<Record<string, string>>?])[] = [
  ['/root', 'c:root'],
  ['root/store', '1 2 3 4'],
  ['/root/*', '1 2 3 4 last-one.x'],
  ['/root/last-one.x', 'last-one.x'],
  ['/store', ''],
  ['//store', '1 2 3 4'],
  ['//name', 'name name name'],
  ['/root//name', 'name name name'],
  ['/root/store/name', 'name name'],
  ['/root/Store', ''],
  ['/root/store[@n="2"]', '2'],
  ["/root/store[@n='2']", '2'],
  ['/root/store[ @n = "2" ]', '2'],
  ['/root/store[@n="2 "]', ''],
  ['/root/store[name="one"]', '1'],
  ['/root/store[name=" one "]', '1'],
  ['/root/store[name="two"]', '2'],
  ['/root/store[in/name="deep"]', '2'],
  ['/root/store[//name="deep"]', 'fault'],
  ['/root/store[in//name]', '2'],
  ['/root/store[prop/@k="b"]', '1'],
  ['/root/store[prop[@k="a"]="1"]', '1 3'],
  ['/root/store[prop[@k="a" and text()="1"]][@k]', '3'],
  ['/root/store/name[.="one"]/x', ''],
  ['/root/store[name and prop]', '1'],
  ['/root/store[not(name)]', '3 4'],
  ['/root/store[not(name and prop) and @n]', '2 3 4'],
  ['/root/store[1]', '1'],
  ['/root/store[last()]', '4'],
  ['/root/store[prop][last()]', '3'],
  ['/root/store[2][prop]', ''],
  ['/root/store[prop][2]', '3'],
  ['//prop[1]', 'prop prop'],
  ['/root/store[@k="x"]', '3'],
  ['/root/store[@c:k="x"]', '1'],
  ['/c:root/c:store', '4'],
  ['/c:root/c:store', '', { c: 'urn:other' }],
  ['/p:root/p:store', '4', { p: 'urn:c' }],
  ['/p:root/d:store[@n="2"]', '2', { p: 'urn:c', d: 'urn:d' }],
  ['/root/store[@p:k]', '1', { p: 'urn:c' }],
]

const paths = suite('paths')
for (const [path, wanted, namespaces = {}] of situations)
  paths(`${path} ${JSON.stringify(namespaces)}`, () => {
    const document = parse(file)
    if (isRefusal(document)) throw new Error(document.refusal)
    if (wanted === 'fault') return assert.throws(() => parsePath(path))
    const found = select(document, parsePath(path).steps, namespaces)
    assert.is(
      found.map(({ name, attributes }) => (attributes[0]?.name === 'n' ? attributes[0].value : name)).join(' '),
      wanted,
    )
  })

paths.run()

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { versions } from '../../../tasks/wso2is/product.ts'
import { javaFor } from '../../../tasks/wso2is/server/java-for.ts'

const test = suite('javaFor')
test('every version has one', () => {
  assert.equal(
    versions.map((version) => `${version} ${javaFor(version).join()}`),
    [
      ...['5.3.0 7,8', '5.4.0 7,8', '5.4.1 7,8', '5.5.0 7,8', '5.6.0 8', '5.7.0 8', '5.8.0 8,11'],
      ...['5.9.0 8,11', '5.10.0 8,11', '5.11.0 8,11', '6.0.0 11,17', '6.1.0 11,17', '7.0.0 11,17'],
      ...['7.1.0 11,17,21', '7.2.0 11,17,21', '7.3.0 21,25'],
    ],
  )
})
test.run()

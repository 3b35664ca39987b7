import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { absent } from '../../files/absent.ts'
import { directory } from '../../files/directory.ts'
import { file } from '../../files/file.ts'
import { basename } from '../../support/basename.ts'
import { text, wordOf } from '../../support/schema.ts'
import { ofProduct } from '../product.ts'

const options = ofProduct({
  /** The jar, on the controller. */
  driver: text('the path of a jar on this machine'),
  /** `absent`: no such jar shall be among the libraries. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})

/**
 * The JDBC driver among the server's libraries (guide: "Configuring the user store", step 2).
 *
 * @example jdbcDriver({ home, version, driver: 'drivers/mysql-connector-java-5.1.49.jar' })
 */
export const jdbcDriver = defineTask('jdbcDriver', {
  options,
  tasks: ({ home, driver, state = 'present' }) => {
    const lib = `${home}/repository/components/lib`
    const name = basename(driver)
    if (state === 'absent') return absent({ title: `remove the JDBC driver ${name}`, path: `${lib}/${name}` })
    return [
      directory({ title: `keep libraries in ${lib}`, path: lib }),
      file({ title: `install the JDBC driver ${name}`, path: `${lib}/${name}`, from: driver }),
    ]
  },
})

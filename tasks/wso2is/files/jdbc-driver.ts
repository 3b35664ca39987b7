import { defineTask } from '../../../lib/core/task.ts'
import { directory } from '../../files/directory.ts'
import { file } from '../../files/file.ts'
import { basename } from '../../support/basename.ts'
import { text } from '../../support/schema.ts'
import { ofProduct } from '../product.ts'

const options = ofProduct({
  /** The jar, on the controller. */
  driver: text('the path of a jar on this machine'),
})

/**
 * The JDBC driver among the server's libraries (guide: "Configuring the user store", step 2).
 *
 * @example jdbcDriver({ home, version, driver: 'drivers/mysql-connector-java-5.1.49.jar' })
 */
export const jdbcDriver = defineTask('jdbcDriver', {
  options,
  tasks: ({ home, driver }) => {
    const lib = `${home}/repository/components/lib`
    const name = basename(driver)
    return [
      directory({ title: `keep libraries in ${lib}`, path: lib }),
      file({ title: `install the JDBC driver ${name}`, path: `${lib}/${name}`, from: driver }),
    ]
  },
})

import type { Resource } from '../../lib/core/resource.ts'
import { directory } from '../directory.ts'
import { file } from '../file.ts'
import { basename } from '../support/basename.ts'
import type { IdentityServer } from './product.ts'

/**
 * The JDBC driver among the server's libraries (guide: "Configuring the user store", step 2).
 *
 * @example jdbcDriver({ home, driver: 'drivers/mysql-connector-java-5.1.49.jar' })
 */
export const jdbcDriver = ({
  home,
  driver,
}: IdentityServer & {
  /** The jar, on the controller. */
  readonly driver: string
}): Resource[] => {
  const lib = `${home}/repository/components/lib`
  const name = basename(driver)
  return [
    directory({ title: `keep libraries in ${lib}`, path: lib }),
    file({ title: `install the JDBC driver ${name}`, path: `${lib}/${name}`, from: driver }),
  ]
}

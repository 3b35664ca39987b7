import type { JavaServer } from '../../../lib/remote/posix/java-start.ts'
import { loginPage } from '../product.ts'

/** Written when a start is complete, and when one begins. */
export const startedLine = 'WSO2 Carbon started in'
export const startingLine = 'Starting WSO2 Carbon'

/** The server of a home, as far as it is to be known to run it. */
export const serverOf = (home: string, page = loginPage): JavaServer => ({
  home,
  pidFile: `${home}/wso2carbon.pid`,
  homeProperty: 'carbon.home',
  launcher: 'bin/wso2server.sh',
  log: `${home}/repository/logs/wso2carbon.log`,
  startedLine,
  page,
})

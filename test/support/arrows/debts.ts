import type { Debts } from './faults-of.ts'

/**
 * What is mended is taken away, and the test says so. Nothing is added; only what writes shell text has no other place while
 * there is no lib/remote/posix.
 */
export const debts: Debts = {
  imports: [],
  cycles: [],
  shell: [
    'tasks/databases/sql/account-mysql.ts',
    'tasks/databases/sql/account-postgresql.ts',
    'tasks/databases/sql/client.ts',
    'tasks/databases/sql/rights.ts',
    'tasks/databases/sql/script-load.ts',
    'tasks/databases/sql/connection.ts',
    'tasks/databases/sql/state.ts',
    'tasks/wso2is/databases/connections.ts',
    'tasks/wso2is/checks/https-request.ts',
    'tasks/wso2is/server/java.ts',
    'tasks/wso2is/server/ports.ts',
    'tasks/wso2is/databases/schema-by-hand.ts',
    'tasks/wso2is/files/shared-files.ts',
    'tasks/wso2is/server/start-script.ts',
    'tasks/wso2is/checks/verify-console.ts',
    'tasks/wso2is/checks/verify-datasource.ts',
    'tasks/wso2is/checks/verify-log.ts',
    'tasks/wso2is/checks/verify-sessions.ts',
    'tasks/wso2is/checks/verify-time.ts',
  ],
}

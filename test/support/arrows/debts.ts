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
    'tasks/wso2is/checks/verify-datasource.ts',
  ],
}

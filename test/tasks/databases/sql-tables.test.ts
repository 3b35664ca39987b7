import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { tablesOf } from '../../../tasks/databases/sql/tables.ts'
import { dbscripts } from '../../support/dbscripts.ts'

const rows: readonly (readonly [name: string, kind: string, script: string, tables: readonly string[]])[] = [
  ['nothing', 'mysql', '', []],
  ['in any letters', 'mysql', 'create\n table\tIf Not Exists A(n int); CREATE TABLE B\n(n int)', ['A', 'B']],
  [
    'quoted names',
    'mysql',
    'CREATE TABLE `a b` (n int); CREATE TABLE "C" (n int); CREATE TABLE [d] (n int)',
    ['a b', 'C', 'd'],
  ],
  ['names in other letters', 'mysql', 'CREATE TABLE Straße (n int); CREATE TABLE `Größe` (n int)', ['Straße', 'Größe']],
  ['a name with its schema', 'postgresql', 'CREATE TABLE public.a (n int); CREATE TABLE "x" . "B" ();', ['a', 'B']],
  ['dropped and made again', 'postgresql', 'DROP TABLE IF EXISTS a; CREATE TABLE a ();', ['a']],
  ['made and dropped again', 'postgresql', 'CREATE TABLE a (); CREATE TABLE b (); DROP TABLE a;', ['b']],
  ['a temporary table', 'mysql', 'CREATE TEMPORARY TABLE a (n int); CREATE GLOBAL TEMPORARY TABLE b (n int);', []],
  ['comments', 'mysql', '-- CREATE TABLE a (n int);\n# CREATE TABLE b (n int);\n/* CREATE TABLE c (n int); */', []],
  [
    'an apostrophe in a comment',
    'mysql',
    "-- it's\nCREATE TABLE a (n int);\n-- don't\nCREATE TABLE b (n int);",
    ['a', 'b'],
  ],
  ['a comment that MySQL runs', 'mysql', '/*!40101 CREATE TABLE a (n int) */;', ['a']],
  [
    'a string',
    'mysql',
    "INSERT INTO x VALUES ('CREATE TABLE a (n int);', '-- \\'', 'it''s'); CREATE TABLE b (n int);",
    ['b'],
  ],
  ['a backslash ends a string of PostgreSQL', 'postgresql', "SELECT '\\'; CREATE TABLE a (n int DEFAULT '\\');", ['a']],
  [
    'the body of a function',
    'postgresql',
    'CREATE FUNCTION f() RETURNS int AS $x$ CREATE TABLE a (); $x$ LANGUAGE sql; CREATE TABLE b ();',
    ['b'],
  ],
  [
    'a procedure',
    'mysql',
    'DELIMITER //\nCREATE PROCEDURE p() BEGIN CREATE TABLE a (n int); END //\nDELIMITER ;\nCREATE TABLE b (n int);',
    ['b'],
  ],
  ['statements that end in a slash', 'db2', 'CREATE TABLE A (N INT)\n/\nCREATE TABLE B (N INT)\n/\n', ['A', 'B']],
  [
    'guarded as for SQL Server',
    'mssql',
    "IF NOT EXISTS (SELECT * FROM SYS.OBJECTS WHERE NAME = 'A')\nCREATE TABLE A (N INT);\nGO\n",
    ['A'],
  ],
]

const test = suite('the tables of an SQL script')
for (const [name, kind, script, tables] of rows) test(name, () => assert.equal(tablesOf(script, kind), tables))

for (const [kind, core] of [
  ['mysql', 'mysql5.7.sql'],
  ['postgresql', 'postgresql.sql'],
] as const) {
  test(`a script of the pack's shape for ${kind}`, () => {
    const tables = tablesOf(readFileSync(dbscripts(`${kind}/${core}`), 'utf8'), kind)
    assert.equal(tables, ['REG_CLUSTER_LOCK', 'REG_LOG', 'UM_TENANT', 'UM_USER', 'UM_DOMAIN'])
  })
}
test.run()

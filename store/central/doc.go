// Package central is the central database: one that speaks PostgreSQL's protocol, into which
// many beacons publish what they have imported, and from which people and other programs
// read it. The schema and how it is written are docs/central.md.
//
// Its SQL is what PostgreSQL, Citus, CockroachDB and YugabyteDB have in common, and works
// through PgBouncer in transaction mode: a test reads each statement.
package central

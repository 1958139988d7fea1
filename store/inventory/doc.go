// Package inventory keeps what imports have read: inventory.db, with users,
// licenses, applications and usage of every connection, and the queries behind
// the pages that show them.
//
// An import does not write to inventory.db. It fills a staging file of its own
// ([Inventory.Begin]), which a killed import leaves behind and the next one goes
// on with. [publish.Import.Publish] then compares the staging file with the inventory and
// writes what differs, in one transaction: a reader sees the inventory as it was
// before or as it is after, and nothing between.
package inventory

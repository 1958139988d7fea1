// Package store keeps what the program must not lose in the file beacon.db of
// its data directory: connections with their sealed secrets, edits that wait for
// Save, tasks and settings. What imports bring is in package store/inventory.
//
// Several processes may have the same data directory open.
package store

// Package centralcopy keeps a copy of what all beacons have published into the central database, in the form in which this
// computer keeps its own inventory, so that both are looked at in the same ways, as fast, and also while the central database
// cannot be reached. The copy is only read; it can be lost at any time.
package centralcopy

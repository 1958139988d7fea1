package datadir

// place is a folder in which the data directory may be.
type place struct {
	dir  string
	used bool // there is a data directory already
}

// choose returns which of the two data directories that Windows has room for is used: an
// account's own one, or that of the computer, which administrators share. An administrator
// and who is none yet use the same one where only one is there, so that a service that is
// installed as an administrator has the connections that were made in the window.
// mayElevate says that this account is an administrator once it consents to it: any other
// could not enter what administrators share.
func choose(own, shared place, elevated, mayElevate bool) (chosen, other place) {
	switch {
	case elevated && (shared.used || !own.used):
		return shared, own
	case elevated:
		return own, shared
	case own.used || !shared.used || !mayElevate:
		return own, shared
	default:
		return shared, own
	}
}

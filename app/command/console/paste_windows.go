package console

// passKeys is not needed: the console of Windows takes lines of any length that a sign-in needs.
func (TTY) passKeys() (restore func(), ok bool) { return nil, false }

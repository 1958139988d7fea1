// Package desktop says whether somebody could see a window.
package desktop

// Present reports whether a window can be shown: everybody who is signed in has a desktop.
func Present() bool { return true }

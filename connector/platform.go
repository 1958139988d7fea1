package connector

// Platform is where an application is used, as getM365AppUserDetail tells it: of phones
// and tablets it does not say which.
type Platform int

// The platforms, in the order of the report's columns.
const (
	OnWindows Platform = iota
	OnMac
	OnMobile
	OnWeb

	// Platforms is how many there are.
	Platforms = iota
)

// String is the platform's name, as in the report's headers.
func (p Platform) String() string {
	names := [Platforms]string{"Windows", "Mac", "Mobile", "Web"}
	if p < 0 || int(p) >= len(names) {
		return ""
	}
	return names[p]
}

// PlatformUses is how many bits of a [PlatformUse] say something.
const PlatformUses = int(OneNote-Teams+1) * Platforms

// PlatformUse is where somebody has used the applications of getM365AppUserDetail, Teams
// to OneNote, within the period of the report.
type PlatformUse uint32

// platformBit is the number of a bit, and -1 for an application of which the report does
// not tell.
func platformBit(a UsedApplication, p Platform) int {
	if a < Teams || a > OneNote || p < 0 || p >= Platforms {
		return -1
	}
	return int(a-Teams)*Platforms + int(p)
}

// Add says that an application was used on a platform.
func (u *PlatformUse) Add(a UsedApplication, p Platform) {
	if bit := platformBit(a, p); bit >= 0 {
		*u |= 1 << bit
	}
}

// EveryPlatform is an application on all platforms, nothing of one that the report does not
// tell of.
func EveryPlatform(a UsedApplication) (all PlatformUse) {
	for p := range Platform(Platforms) {
		all.Add(a, p)
	}
	return all
}

// Has reports whether an application was used on a platform.
func (u PlatformUse) Has(a UsedApplication, p Platform) bool {
	bit := platformBit(a, p)
	return bit >= 0 && u&(1<<bit) != 0
}

// Of are the names of the platforms on which an application was used.
func (u PlatformUse) Of(a UsedApplication) []string {
	names := []string{}
	for p := range Platform(Platforms) {
		if u.Has(a, p) {
			names = append(names, p.String())
		}
	}
	return names
}

// All calls yield with each application and platform that there is, by the number of its
// bit.
func (u PlatformUse) All(yield func(bit int) bool) {
	for bit := range PlatformUses {
		if u&(1<<bit) != 0 && !yield(bit) {
			return
		}
	}
}

// OfPlatformBit is what a bit of a [PlatformUse] stands for.
func OfPlatformBit(bit int) (UsedApplication, Platform) {
	return Teams + UsedApplication(bit/Platforms), Platform(bit % Platforms)
}

package folder

import (
	"fmt"
	"slices"
	"strings"
)

// grant is an entry of an access list of Windows that allows an account something.
type grant struct {
	sid    string
	rights uint32
}

// fullControl is FILE_ALL_ACCESS
// (learn.microsoft.com/windows/win32/fileio/file-access-rights-constants).
const fullControl = 0x1f01ff

// The accounts that may do everything in every data directory.
const (
	systemSID         = "S-1-5-18"
	administratorsSID = "S-1-5-32-544"
)

// everybodySIDs are the groups that anybody may be in, and whoever makes a file
// (learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers).
var everybodySIDs = []string{
	"S-1-1-0",      // Everyone
	"S-1-3-0",      // CREATOR OWNER
	"S-1-3-1",      // CREATOR GROUP
	"S-1-5-2",      // NETWORK
	"S-1-5-4",      // INTERACTIVE
	"S-1-5-7",      // ANONYMOUS LOGON
	"S-1-5-11",     // Authenticated Users
	"S-1-5-32-545", // Users
	"S-1-5-32-546", // Guests
}

// isEverybody says whether an account is such a group, or all users of a domain.
func isEverybody(sid string) bool {
	domainUsers := strings.HasPrefix(sid, "S-1-5-21-") && strings.HasSuffix(sid, "-513")
	return domainUsers || slices.Contains(everybodySIDs, sid)
}

// privateAccess is the access list of a folder that nobody enters but whom it names: the
// system, administrators, the given accounts, and whom the former list allowed something
// by name. It inherits nothing, and is that of what is made in the folder
// (learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format).
func privateAccess(former []grant, accounts ...string) string {
	rights := map[string]uint32{}
	var order []string
	add := func(sid string, r uint32) {
		if _, known := rights[sid]; !known {
			order = append(order, sid)
		}
		rights[sid] |= r
	}
	for _, sid := range append([]string{systemSID, administratorsSID}, accounts...) {
		add(sid, fullControl)
	}
	for _, g := range former {
		if !isEverybody(g.sid) {
			add(g.sid, g.rights)
		}
	}
	var list strings.Builder
	list.WriteString("D:P")
	for _, sid := range order {
		fmt.Fprintf(&list, "(A;OICI;0x%x;;;%s)", rights[sid], sid)
	}
	return list.String()
}

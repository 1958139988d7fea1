package service

import (
	"crypto/sha1" //nolint:gosec // as Windows makes the identifiers of services
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

// The accounts of Windows that need no password and are there on every computer.
const (
	// VirtualAccount belongs to the service alone: it may do nothing but what its data
	// directory allows it
	// (learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-service-accounts).
	VirtualAccount = `NT SERVICE\` + windowsName
	// LocalSystem may do everything.
	LocalSystem = "LocalSystem"
)

// windowsName is the service's name in Windows.
const windowsName = "InventoryBeacon"

// isLocalSystem knows the names of the system's account.
func isLocalSystem(account string) bool {
	switch strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(account, `.\`), `NT AUTHORITY\`)) {
	case "localsystem", "system":
		return true
	}
	return false
}

// isVirtual says whether an account is that of this service; it need not be there yet.
func isVirtual(account string) bool { return strings.EqualFold(account, VirtualAccount) }

// serviceSID is the identifier of the account that Windows has for a service: that of
// services and five numbers, the SHA-1 of its name in capitals. So it is known before
// there is a service ("sc.exe showsid" says the same).
func serviceSID(name string) string {
	var text []byte
	for _, unit := range utf16.Encode([]rune(strings.ToUpper(name))) {
		text = binary.LittleEndian.AppendUint16(text, unit)
	}
	sum := sha1.Sum(text)
	sid := "S-1-5-80"
	for at := 0; at < len(sum); at += 4 {
		sid += fmt.Sprintf("-%d", binary.LittleEndian.Uint32(sum[at:]))
	}
	return sid
}

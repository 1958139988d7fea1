package service

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"

	"inventorybeacon/store/folder"
)

// allow lets the account of the service do what it needs: use the data directory, and log
// on as a service, which accounts of the system and of services may already.
func allow(account, dir string) error {
	if isLocalSystem(account) {
		return nil // whom every data directory lets in
	}
	sid, err := sidOf(account)
	if err != nil {
		return fmt.Errorf("looking for the account %s: %w", account, err)
	}
	if err := folder.Let(dir, sid); err != nil {
		return err
	}
	if isVirtual(account) {
		return nil
	}
	if err := allowLogon(sid); err != nil {
		return fmt.Errorf("let the account %s log on as a service: %w", account, err)
	}
	return nil
}

func sidOf(account string) (*windows.SID, error) {
	if isVirtual(account) {
		return windows.StringToSid(serviceSID(name))
	}
	sid, _, _, err := windows.LookupSID("", account)
	return sid, err
}

// lsaString is LSA_UNICODE_STRING.
type lsaString struct {
	length, capacity uint16 // in bytes
	text             *uint16
}

// lsaAttributes is LSA_OBJECT_ATTRIBUTES, which says nothing
// (learn.microsoft.com/windows/win32/api/ntsecapi/nf-ntsecapi-lsaopenpolicy).
type lsaAttributes struct {
	length uint32
	_      windows.Handle
	_      *lsaString
	_      uint32
	_, _   uintptr
}

// allowLogon gives an account the right to log on as a service, without which one that
// was named in an installation does not start (error 1069).
func allowLogon(sid *windows.SID) error {
	const lookupNames, createAccount = 0x800, 0x10 // POLICY_LOOKUP_NAMES, POLICY_CREATE_ACCOUNT
	advapi := windows.NewLazySystemDLL("advapi32.dll")
	attributes := lsaAttributes{}
	attributes.length = uint32(unsafe.Sizeof(attributes))
	var policy windows.Handle
	status, _, _ := advapi.NewProc("LsaOpenPolicy").Call(0, uintptr(unsafe.Pointer(&attributes)),
		lookupNames|createAccount, uintptr(unsafe.Pointer(&policy)))
	if status != 0 {
		return windows.NTStatus(status)
	}
	defer func() { _, _, _ = advapi.NewProc("LsaClose").Call(uintptr(policy)) }()
	const right = "SeServiceLogonRight"
	text, err := windows.UTF16FromString(right)
	if err != nil {
		return err
	}
	name := lsaString{length: uint16(2 * len(right)), capacity: uint16(2 * len(text)), text: &text[0]}
	status, _, _ = advapi.NewProc("LsaAddAccountRights").Call(uintptr(policy), uintptr(unsafe.Pointer(sid)),
		uintptr(unsafe.Pointer(&name)), 1)
	if status != 0 {
		return windows.NTStatus(status)
	}
	return nil
}

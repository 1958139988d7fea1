package vault

import (
	"encoding/base64"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// sealForComputer has Windows seal a key so that only this computer opens it: a copy of the file,
// as in a backup of the disk, opens no secrets elsewhere. Every account of the computer
// could, which the access list of the data directory keeps from the file; a service and the
// window share it (learn.microsoft.com/windows/win32/api/dpapi/nf-dpapi-cryptprotectdata).
func sealForComputer(key []byte) (string, error) {
	sealed, err := dpapi(key, func(in, out *windows.DataBlob) error {
		const flags = windows.CRYPTPROTECT_LOCAL_MACHINE | windows.CRYPTPROTECT_UI_FORBIDDEN
		return windows.CryptProtectData(in, nil, nil, 0, nil, flags, out)
	})
	if err != nil {
		return "", fmt.Errorf("have Windows seal the key: %w", err)
	}
	return protectedPrefix + base64.StdEncoding.EncodeToString(sealed), nil
}

// openOnComputer opens what sealForComputer has sealed.
func openOnComputer(sealed []byte) ([]byte, error) {
	key, err := dpapi(sealed, func(in, out *windows.DataBlob) error {
		return windows.CryptUnprotectData(in, nil, nil, 0, nil, windows.CRYPTPROTECT_UI_FORBIDDEN, out)
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errElsewhere, err)
	}
	return key, nil
}

func dpapi(content []byte, do func(in, out *windows.DataBlob) error) ([]byte, error) {
	if len(content) == 0 {
		return nil, errNotAKey
	}
	in, out := windows.DataBlob{Size: uint32(len(content)), Data: &content[0]}, windows.DataBlob{}
	if err := do(&in, &out); err != nil {
		return nil, err
	}
	defer func() { _, _ = windows.LocalFree(windows.Handle(unsafe.Pointer(out.Data))) }()
	return append([]byte(nil), unsafe.Slice(out.Data, out.Size)...), nil
}

package certificate

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// HasStore says that this system has certificate stores.
const HasStore = true

// Numbers of wincrypt.h, bcrypt.h and ncrypt.h.
const (
	onlyCNG       = 0x40000    // CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG
	silent        = 0x40       // CRYPT_ACQUIRE_SILENT_FLAG, NCRYPT_SILENT_FLAG
	padPKCS1      = 2          // BCRYPT_PAD_PKCS1
	padPSS        = 8          // BCRYPT_PAD_PSS
	errKeyDenied  = 0x80090010 // NTE_PERM
	errNoKeyset   = 0x80090016 // NTE_BAD_KEYSET, also where the account may not see the key
	errNoProperty = 0x8009200B // CRYPT_E_NO_KEY_PROPERTY
)

// withStore opens a store for reading. One that was never made is 0, and holds nothing.
func withStore(name string, use func(store windows.Handle) error) error {
	place, store, _ := strings.Cut(name, `\`)
	flags := uint32(windows.CERT_STORE_READONLY_FLAG | windows.CERT_STORE_OPEN_EXISTING_FLAG)
	if strings.EqualFold(place, "LocalMachine") {
		flags |= windows.CERT_SYSTEM_STORE_LOCAL_MACHINE
	} else {
		flags |= windows.CERT_SYSTEM_STORE_CURRENT_USER
	}
	wide, err := windows.UTF16PtrFromString(store)
	if err != nil {
		return err
	}
	handle, err := windows.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, uintptr(unsafe.Pointer(wide)))
	runtime.KeepAlive(wide)
	if errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
		return use(0)
	}
	if err != nil {
		return storeError("certificate.store.unreadable", name, "", err)
	}
	defer func() { _ = windows.CertCloseStore(handle, 0) }()
	return use(handle)
}

// each calls yield with the certificates of a store, until it returns true.
func each(store windows.Handle, yield func(context *windows.CertContext, encoded []byte) bool) {
	var context *windows.CertContext
	for store != 0 {
		next, err := windows.CertEnumCertificatesInStore(store, context) // frees the one before
		if err != nil || next == nil {
			return
		}
		context = next
		if yield(context, unsafe.Slice(context.EncodedCert, context.Length)) {
			_ = windows.CertFreeCertificateContext(context)
			return
		}
	}
}

// storedLeaves returns the certificates of a store.
func storedLeaves(name string) (leaves []*x509.Certificate, err error) {
	err = withStore(name, func(store windows.Handle) error {
		each(store, func(_ *windows.CertContext, encoded []byte) bool {
			if leaf, err := x509.ParseCertificate(bytes.Clone(encoded)); err == nil {
				leaves = append(leaves, leaf)
			}
			return false
		})
		return nil
	})
	return leaves, err
}

// storedKey returns what signs with the key of a certificate, having seen that it can be used.
func storedKey(name string, leaf *x509.Certificate) (crypto.Signer, error) {
	public, isRSA := leaf.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return nil, badFile("certificate.no-rsa", nil)
	}
	key := &storeSigner{name, leaf, public}
	return key, key.withKey(func(windows.Handle) error { return nil })
}

// storeSigner signs with a private key that stays where it is. It opens the key for each signature, of
// which there is one an hour.
type storeSigner struct {
	store  string
	leaf   *x509.Certificate
	public *rsa.PublicKey
}

// Public implements [crypto.Signer].
func (s *storeSigner) Public() crypto.PublicKey { return s.public }

// Sign implements [crypto.Signer] for digests of SHA-256.
func (s *storeSigner) Sign(_ io.Reader, digest []byte, options crypto.SignerOpts) (signature []byte, err error) {
	if options.HashFunc() != crypto.SHA256 {
		return nil, fmt.Errorf("sign with %v: only SHA-256 is known", options.HashFunc())
	}
	_, pss := options.(*rsa.PSSOptions)
	err = s.withKey(func(key windows.Handle) error {
		if signature, err = signHash(key, digest, s.public.Size(), pss); err != nil {
			return s.failed(err)
		}
		return nil
	})
	return signature, err
}

// signHash signs a digest of SHA-256, as PSS with a salt of the same length or as PKCS #1.
func signHash(key windows.Handle, digest []byte, size int, pss bool) ([]byte, error) {
	algorithm, err := windows.UTF16PtrFromString("SHA256")
	if err != nil {
		return nil, err
	}
	// BCRYPT_PSS_PADDING_INFO, of which BCRYPT_PKCS1_PADDING_INFO is the beginning.
	padding := struct {
		algorithm *uint16
		salt      uint32
	}{algorithm, uint32(len(digest))}
	flags := uintptr(padPKCS1)
	if pss {
		flags = padPSS
	}
	signature := make([]byte, size)
	var length uint32
	status, _, _ := windows.NewLazySystemDLL("ncrypt.dll").NewProc("NCryptSignHash").Call(uintptr(key), uintptr(unsafe.Pointer(&padding)),
		uintptr(unsafe.Pointer(&digest[0])), uintptr(len(digest)), uintptr(unsafe.Pointer(&signature[0])), uintptr(len(signature)),
		uintptr(unsafe.Pointer(&length)), flags|silent)
	if status != 0 {
		return nil, windows.Errno(status)
	}
	return signature[:length], nil
}

// withKey opens the key.
func (s *storeSigner) withKey(use func(key windows.Handle) error) error {
	return withStore(s.store, func(store windows.Handle) error {
		var err error = badFile("certificate.store.missing", connector.Data{"Store": s.store, "Which": s.leaf.Subject.String()})
		each(store, func(context *windows.CertContext, encoded []byte) bool {
			if !bytes.Equal(encoded, s.leaf.Raw) {
				return false
			}
			var (
				key  windows.Handle
				spec uint32
				free bool
			)
			if acquired := windows.CryptAcquireCertificatePrivateKey(context, onlyCNG|silent, nil, &key, &spec, &free); acquired != nil {
				err = s.failed(acquired)
				return true
			}
			if free {
				defer func() {
					_, _, _ = windows.NewLazySystemDLL("ncrypt.dll").NewProc("NCryptFreeObject").Call(uintptr(key))
				}()
			}
			err = use(key)
			return true
		})
		return err
	})
}

// failed says why a key cannot be used.
func (s *storeSigner) failed(err error) error {
	id := "certificate.store.failed"
	var number windows.Errno
	if errors.As(err, &number) {
		switch uint32(number) {
		case errNoProperty:
			id = "certificate.store.no-key"
		case errKeyDenied, errNoKeyset, uint32(windows.ERROR_ACCESS_DENIED), 0x80070005:
			id = "certificate.store.denied"
		}
	}
	return storeError(id, s.store, printable.Line(s.leaf.Subject.String(), 120), err)
}

func storeError(id, store, subject string, err error) error {
	return &connector.CertificateError{Field: connector.FieldCertificate, Reason: connector.Message{
		ID: id, Data: connector.Data{"Store": store, "Subject": subject}, Reference: printable.Line(err.Error(), 200),
	}}
}

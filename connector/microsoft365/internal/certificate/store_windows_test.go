package certificate

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/big"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// keepInStore puts a certificate with its key into the store of the account, as a key that
// cannot be exported, and takes it out again when the test ends.
func keepInStore(t *testing.T, content []byte, password string) {
	t.Helper()
	wide, err := windows.UTF16PtrFromString(password)
	if err != nil {
		t.Fatal(err)
	}
	const alwaysCNG = 0x200 // PKCS12_ALWAYS_CNG_KSP
	from, err := windows.PFXImportCertStore(&windows.CryptDataBlob{Size: uint32(len(content)), Data: &content[0]}, wide,
		alwaysCNG|windows.CRYPT_USER_KEYSET)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	defer func() { _ = windows.CertCloseStore(from, 0) }()
	context, err := windows.CertEnumCertificatesInStore(from, nil)
	if err != nil {
		t.Fatal(err)
	}
	inMyStore(t, func(store windows.Handle) error {
		return windows.CertAddCertificateContextToStore(store, context, windows.CERT_STORE_ADD_REPLACE_EXISTING, nil)
	})
	encoded := bytes.Clone(unsafe.Slice(context.EncodedCert, context.Length))
	t.Cleanup(func() {
		inMyStore(t, func(store windows.Handle) (err error) {
			each(store, func(context *windows.CertContext, found []byte) bool {
				if bytes.Equal(found, encoded) {
					err = windows.CertDeleteCertificateFromStore(windows.CertDuplicateCertificateContext(context))
				}
				return false
			})
			return err
		})
	})
}

// inMyStore opens the store of the account for writing.
func inMyStore(t *testing.T, use func(store windows.Handle) error) {
	t.Helper()
	name, err := windows.UTF16PtrFromString("My")
	if err != nil {
		t.Fatal(err)
	}
	store, err := windows.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM_W, 0, 0, windows.CERT_SYSTEM_STORE_CURRENT_USER,
		uintptr(unsafe.Pointer(name)))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(use(store), windows.CertCloseStore(store, 0)); err != nil {
		t.Fatal(err)
	}
}

func TestTheKeyStaysInTheStore(t *testing.T) {
	key := sourcetest.RSAKey()
	keepInStore(t, sourcetest.PFX(t, pkcs12.Legacy, key, sourcetest.Certify(t, key, -1, 30), nil, "password"), "password")
	wanted, err := connector.NewStoredCertificate(`currentuser\my`, "", "Inventory Beacon")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read([]byte(wanted.Content().Reveal()), "", time.Now())
	if err != nil {
		t.Fatalf("%v (%T)", err, err)
	}
	digest := sha256.Sum256([]byte("text"))
	signature, err := got.Key.Sign(nil, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256})
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPSS(&key.PublicKey, crypto.SHA256, digest[:], signature, nil); err != nil {
		t.Error(err)
	}
}

// The same key, as CNG has it, without a store.
func TestSignHash(t *testing.T) {
	ncrypt := windows.NewLazySystemDLL("ncrypt.dll")
	call := func(name string, arguments ...uintptr) {
		t.Helper()
		if status, _, _ := ncrypt.NewProc(name).Call(arguments...); status != 0 {
			t.Fatalf("%s: %v", name, windows.Errno(status))
		}
	}
	wide := func(text string) uintptr {
		p, err := windows.UTF16PtrFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { runtime.KeepAlive(p) })
		return uintptr(unsafe.Pointer(p))
	}
	private := sourcetest.RSAKey()
	exponent := big.NewInt(int64(private.E)).Bytes()
	half := private.N.BitLen() / 16
	blob := []byte("RSA2") // BCRYPT_RSAPRIVATE_BLOB
	for _, n := range []int{private.N.BitLen(), len(exponent), 2 * half, half, half} {
		blob = binary.LittleEndian.AppendUint32(blob, uint32(n))
	}
	blob = append(blob, exponent...)
	blob = append(blob, private.N.FillBytes(make([]byte, 2*half))...)
	for _, prime := range private.Primes {
		blob = append(blob, prime.FillBytes(make([]byte, half))...)
	}
	var provider, key windows.Handle
	call("NCryptOpenStorageProvider", uintptr(unsafe.Pointer(&provider)), wide("Microsoft Software Key Storage Provider"), 0)
	call("NCryptImportKey", uintptr(provider), 0, wide("RSAPRIVATEBLOB"), 0, uintptr(unsafe.Pointer(&key)), uintptr(unsafe.Pointer(&blob[0])),
		uintptr(len(blob)), 0)
	digest := sha256.Sum256([]byte("text"))
	for _, pss := range []bool{false, true} { // the other way round wine 8 refuses the first
		signature, err := signHash(key, digest[:], private.Size(), pss)
		if err != nil {
			t.Fatal(err)
		}
		if pss {
			err = rsa.VerifyPSS(&private.PublicKey, crypto.SHA256, digest[:], signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
		} else {
			err = rsa.VerifyPKCS1v15(&private.PublicKey, crypto.SHA256, digest[:], signature)
		}
		if err != nil {
			t.Errorf("PSS %v: %v", pss, err)
		}
	}
}

func TestOnlyWhatCanBeUsedIsOffered(t *testing.T) {
	if offered, err := Usable(time.Now()); err != nil || len(offered) != 0 {
		t.Fatalf("before: %+v, %v", offered, err)
	}
	key := sourcetest.RSAKey()
	for _, days := range [][2]int{{-30, -1}, {-1, 30}} { // one of them has ended
		keepInStore(t, sourcetest.PFX(t, pkcs12.Legacy, key, sourcetest.Certify(t, key, days[0], days[1]), nil, "password"), "password")
	}
	offered, err := Usable(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(offered) != 1 || offered[0].Store != `CurrentUser\My` {
		t.Fatalf("offered %+v", offered)
	}
	for _, reference := range []connector.StoredCertificate{offered[0].Itself(), offered[0].OrRenewed()} {
		got, err := Read([]byte(reference.Content().Reveal()), "", time.Now())
		if err != nil || got.Describe() != offered[0].Certificate {
			t.Errorf("%+v leads to %+v, %v", reference, got, err)
		}
	}
}

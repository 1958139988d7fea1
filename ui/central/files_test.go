package central

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/session/sessiontest"
)

// chosen is the file that somebody chooses in the dialog of the system.
type chosen string

func (c *chosen) Open(context.Context, filechooser.Request) (string, error) { return string(*c), nil }

func (c *chosen) Save(context.Context, filechooser.Request) (string, error) { return "", nil }

// pair is a new certificate and its private key, as PEM.
func pair(w *sessiontest.Window, name string) (certificate, key string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	w.Must(err)
	template := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour)}
	content, err := x509.CreateCertificate(rand.Reader, &template, &template, private.Public(), private)
	w.Must(err)
	bare, err := x509.MarshalPKCS8PrivateKey(private)
	w.Must(err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: content})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bare}))
}

// ofWindows is a text as an editor of Windows may write it: UTF-16 with a byte order mark.
func ofWindows(text string) string {
	content := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		content = binary.LittleEndian.AppendUint16(content, unit)
	}
	return string(content)
}

func TestFilesThatAreChosenAreTakenWhole(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	d := newDialog(w.Session)
	d.load()
	d.frame.Show()
	w.Until("the dialog to be filled", func() bool { return slices.Contains(w.Enabled(), "Test") })
	var file chosen
	w.Session.Files = &file
	choose := func(do func(), content string) {
		file = chosen(filepath.Join(t.TempDir(), "file.pem"))
		w.Must(os.WriteFile(string(file), []byte(content), 0o600))
		do()
	}
	if got := w.Enabled(); slices.Contains(got, "Remove") {
		t.Errorf("with nothing to remove %q can be pressed", got)
	}
	first, firstKey := pair(w, "first")
	second, secondKey := pair(w, "second")
	// Given a bundle of authorities such as clouds have,
	bundle := strings.Repeat(first, 1+(100<<10)/len(first))
	choose(d.chooseAuthorities, bundle)
	w.Until("the authorities to be taken", func() bool { return d.authorities == bundle })
	w.Press("Cancel")
	w.Await("Discard what was entered?")
	w.Press("Keep Editing")
	if got := w.Enabled(); !slices.Contains(got, "Remove") {
		t.Errorf("with authorities %q can be pressed", got)
	}
	choose(d.chooseAuthorities, strings.Repeat(first, 1+(1<<20)/len(first)))
	w.Await("The file is larger than 1 MiB.")
	if d.authorities != bundle {
		t.Error("what was refused was taken")
	}
	// and a certificate, then another one with its key is not taken for a key alone, whatever has written the file,
	choose(d.chooseCertificate, first+firstKey)
	w.Until("the certificate to be taken", func() bool { return d.certificate == first && d.key.Reveal() == firstKey })
	choose(d.chooseCertificate, ofWindows(second+secondKey))
	w.Until("the key to be taken", func() bool { return d.key.Reveal() == secondKey })
	if d.certificate != second {
		t.Error("its certificate was left out")
	}
	// and a key alone is.
	choose(d.chooseCertificate, ofWindows(firstKey))
	w.Until("the key alone to be taken", func() bool { return d.key.Reveal() == firstKey && d.certificate == second })
}
